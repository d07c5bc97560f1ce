package org.sterna.platform.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sterna.config.TlsVersion;

/** Certificates for any names, with keys of two kinds, also as files. */
public final class TestPem {
    /** The default ones. */
    public static final TlsRules RULES = new TlsRules(TlsVersion.TLS_1_2, List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), Optional.empty());

    private TestPem() {
    }

    /** With a key on P-256; issued by itself. */
    public static TlsIdentity ec(String... names) {
        KeyPair keys = keys("EC", 256);
        return made(keys, "CN=sterna", keys, "CN=sterna", names);
    }

    /** With an RSA key; issued by itself. */
    static TlsIdentity rsa(String... names) {
        KeyPair keys = keys("RSA", 2048);
        return made(keys, "CN=sterna", keys, "CN=sterna", names);
    }

    /** Without alternative names. */
    static TlsIdentity common(String name) {
        KeyPair keys = keys("EC", 256);
        return made(keys, "CN=" + name, keys, "CN=" + name, new GeneralName[0]);
    }

    /** With an EC key, issued by an authority. */
    static TlsIdentity issued(TlsIdentity authority, String name) {
        X509Certificate issuer = authority.chain().get(0);
        return made(keys("EC", 256), "CN=" + name, new KeyPair(issuer.getPublicKey(), authority.key()), issuer.getSubjectX500Principal().getName(), name);
    }

    /** For a client: the mail address says who it is (RFC 5280 section 4.2.1.6). */
    public static TlsIdentity client(TlsIdentity authority, String address) {
        X509Certificate issuer = authority.chain().get(0);
        return made(keys("EC", 256), "CN=client", new KeyPair(issuer.getPublicKey(), authority.key()), issuer.getSubjectX500Principal().getName(),
                new GeneralName(GeneralName.rfc822Name, address));
    }

    /** Puts chain and key into one file, in the place of what is there, if anything is. */
    public static Path write(Path file, TlsIdentity identity) throws IOException {
        try {
            StringBuilder text = new StringBuilder();
            for (X509Certificate each : identity.chain()) {
                text.append(pem("CERTIFICATE", each.getEncoded()));
            }
            Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text + pem("PRIVATE KEY", identity.key().getEncoded()));
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String kind, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TlsIdentity made(KeyPair own, String subject, KeyPair signer, String issuer, String... names) {
        return made(own, subject, signer, issuer, Stream.of(names).map(name -> new GeneralName(GeneralName.dNSName, name)).toArray(GeneralName[]::new));
    }

    private static TlsIdentity made(KeyPair own, String subject, KeyPair signer, String issuer, GeneralName... names) {
        try {
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(issuer), BigInteger.valueOf(System.nanoTime()),
                    Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(Duration.ofDays(2))), new X500Name(subject), own.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(own == signer));
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            String algorithm = signer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new TlsIdentity(own.getPrivate(), List.of(new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())))));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] octets) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(octets) + "\n-----END " + what + "-----\n";
    }
}
