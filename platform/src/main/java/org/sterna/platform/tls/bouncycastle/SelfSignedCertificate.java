package org.sterna.platform.tls.bouncycastle;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sterna.platform.tls.TlsException;
import org.sterna.platform.tls.TlsIdentity;

/**
 * The certificate of a node whose operator has given none: made once, P-256, good for ten years, kept as {@code certificate.pem}
 * and {@code key.pem} (mode 0600). Kept even when the host name changes later, because users have told their programs to trust it.
 */
public final class SelfSignedCertificate {
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final int LONGEST_COMMON_NAME = 64;       // RFC 5280 appendix A.1, ub-common-name

    private SelfSignedCertificate() {
    }

    /** @throws TlsException when the folder cannot be written or what is in it cannot be read */
    public static TlsIdentity loadOrMake(Path folder, String hostName) {
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        try {
            if (!Files.exists(certificate)) {                // written last, so a pair is whole or not there
                Files.createDirectories(folder);
                KeyPair pair = keyPair();
                write(key, new JcaPKCS8Generator(pair.getPrivate(), null), "rw-------");
                write(certificate, make(pair, hostName), "rw-r--r--");
            }
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new TlsException("cannot make a self-signed certificate in " + folder + ": " + e
                    + "; make the folder writable or set sterna.tls.certificate", e);
        }
        return PemPair.read(certificate, key, "the self-signed certificate", "its key");
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509CertificateHolder make(KeyPair pair, String hostName)
            throws IOException, OperatorCreationException {
        Instant from = Instant.now().minus(Duration.ofDays(1));  // clients' clocks may be slow
        String commonName = hostName.length() <= LONGEST_COMMON_NAME ? hostName : "sterna";
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        GeneralName[] alternatives = {new GeneralName(GeneralName.dNSName, hostName), new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1")};
        return new JcaX509v3CertificateBuilder(name, new BigInteger(127, new SecureRandom()).add(BigInteger.ONE), Date.from(from),
                Date.from(from.plus(LIFE)), name, pair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private static void write(Path file, Object content, String permissions) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(draft, text.toString());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
