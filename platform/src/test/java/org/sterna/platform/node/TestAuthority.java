package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority for one test, and what it issues, as PEM files in a folder. */
final class TestAuthority {
    /** Of its own name. */
    static final String NAME = "Test Authority";
    private static final Duration DAY = Duration.ofDays(1);

    private final Path folder;
    private final KeyPair keys = keys();

    /** @param folder for all files; it exists */
    TestAuthority(Path folder) throws IOException {
        this.folder = folder;
        Path both = write("authority", keys, keys, NAME, NAME, DAY);
        Files.writeString(both, Files.readString(both).replaceFirst("(?s)-----BEGIN PRIVATE KEY.*", ""));
    }

    /** The authority's own certificate, without its key. */
    Path file() {
        return folder.resolve("authority.pem");
    }

    /** A certificate with its key in one file. */
    Path issue(String hostName) throws IOException {
        return write(hostName, keys(), keys, hostName, NAME, DAY);
    }

    /** One that was good until yesterday. */
    Path expired(String hostName) throws IOException {
        return write(hostName, keys(), keys, hostName, NAME, DAY.negated());
    }

    /** One that nobody but itself vouches for. */
    Path selfSigned(String hostName) throws IOException {
        KeyPair own = keys();
        return write(hostName, own, own, hostName, hostName, DAY);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path write(String name, KeyPair own, KeyPair signer, String subject, String issuer, Duration left) throws IOException {
        try {
            Instant now = Instant.now();
            byte[] certificate = new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(new X500Name("CN=" + issuer),
                    BigInteger.valueOf(System.nanoTime()), Date.from(now.minus(DAY.multipliedBy(3))), Date.from(now.plus(left)), new X500Name("CN=" + subject),
                    own.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(own == signer))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, subject.replace(" ", ""))))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))).getEncoded();
            return Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate) + pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] octets) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(octets) + "\n-----END " + what + "-----\n";
    }
}
