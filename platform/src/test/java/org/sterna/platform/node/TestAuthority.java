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
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.X509ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority for one test, and what it issues, as PEM files in a folder. */
public final class TestAuthority {
    /** Of its own name. */
    static final String NAME = "Test Authority";
    private static final Duration DAY = Duration.ofDays(1);

    private final Path folder;
    private final KeyPair keys = keys();

    /** @param folder for all files; it exists */
    public TestAuthority(Path folder) throws IOException {
        this.folder = folder;
        Path both = write("authority", keys, keys, NAME, NAME, DAY);
        Files.writeString(both, Files.readString(both).replaceFirst("(?s)-----BEGIN PRIVATE KEY.*", ""));
    }

    /** The authority's own certificate, without its key. */
    public Path file() {
        return folder.resolve("authority.pem");
    }

    /** A certificate with its key in one file. */
    public Path issue(String hostName) throws IOException {
        return write(hostName, keys(), keys, hostName, NAME, DAY);
    }

    /** A certificate for several hosts, with its key in one file. */
    public Path issue(String name, List<String> hostNames) throws IOException {
        return write(name, keys(), keys, name, NAME, DAY, Optional.empty(), hostNames);
    }

    /** A certificate with our own behind it, and its key. */
    Path chained(String hostName) throws IOException {
        Path both = issue(hostName);
        String ours = Files.readString(file());
        return Files.writeString(both, Files.readString(both).replace("-----BEGIN PRIVATE KEY", ours + "-----BEGIN PRIVATE KEY"));
    }

    /** One whose holder can show our word that it is not revoked, which is had at this address (RFC 6960 section 3.1); with our own behind it. */
    Path issue(String hostName, String responder) throws IOException {
        Path both = write(hostName, keys(), keys, hostName, NAME, DAY, Optional.of(responder));
        String ours = Files.readString(file());
        return Files.writeString(both, Files.readString(both).replace("-----BEGIN PRIVATE KEY", ours + "-----BEGIN PRIVATE KEY"));
    }

    /** The answer to a question of OCSP (RFC 6960 section 4.2): what we have issued is good. */
    byte[] vouch(byte[] question) throws IOException {
        try {
            BasicOCSPRespBuilder answer = new BasicOCSPRespBuilder(new RespID(new X500Name("CN=" + NAME)));
            Instant now = Instant.now();
            for (Req each : new OCSPReq(question).getRequestList()) {
                answer.addResponse(each.getCertID(), CertificateStatus.GOOD, Date.from(now.minusSeconds(60)), Date.from(now.plus(DAY)));
            }
            return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, answer.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()),
                    new X509CertificateHolder[0], Date.from(now))).getEncoded();
        } catch (OCSPException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that was good until yesterday. */
    public Path expired(String hostName) throws IOException {
        return write(hostName, keys(), keys, hostName, NAME, DAY.negated());
    }

    /** One that nobody but itself vouches for. */
    public Path selfSigned(String hostName) throws IOException {
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
        return write(name, own, signer, subject, issuer, left, Optional.empty());
    }

    private Path write(String name, KeyPair own, KeyPair signer, String subject, String issuer, Duration left, Optional<String> responder) throws IOException {
        return write(name, own, signer, subject, issuer, left, responder, List.of(subject.replace(" ", "")));
    }

    private Path write(String name, KeyPair own, KeyPair signer, String subject, String issuer, Duration left, Optional<String> responder, List<String> hostNames)
            throws IOException {
        try {
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name("CN=" + issuer),
                    BigInteger.valueOf(System.nanoTime()), Date.from(now.minus(DAY.multipliedBy(3))), Date.from(now.plus(left)), new X500Name("CN=" + subject),
                    own.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(own == signer))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(
                            hostNames.stream().map(each -> new GeneralName(GeneralName.dNSName, each)).toArray(GeneralName[]::new)));
            if (responder.isPresent()) {
                builder.addExtension(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(X509ObjectIdentifiers.ocspAccessMethod,
                        new GeneralName(GeneralName.uniformResourceIdentifier, responder.get())));
            }
            byte[] certificate = new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))).getEncoded();
            return Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate) + pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] octets) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(octets) + "\n-----END " + what + "-----\n";
    }
}
