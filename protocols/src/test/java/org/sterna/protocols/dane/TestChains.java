package org.sterna.protocols.dane;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that are good for the day around {@link #NOW}. */
final class TestChains {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static long serial;

    record Issued(X509Certificate certificate, KeyPair keys) { }

    private TestChains() { }

    /** @param constraints of an authority */
    static Issued authority(String name, Issued issuer, BasicConstraints constraints) {
        return made(name, issuer, constraints, Duration.ofHours(12), List.of());
    }

    static Issued authority(String name) {
        return authority(name, null, new BasicConstraints(true));
    }

    static Issued server(Issued issuer, Duration left, String... names) {
        return made("server", issuer, new BasicConstraints(false), left, List.of(names));
    }

    private static synchronized Issued made(String name, Issued issuer, BasicConstraints constraints, Duration left, List<String> names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            X500Name subject = new X500Name("CN=" + name);
            X500Name by = issuer == null ? subject : new X500Name(issuer.certificate().getSubjectX500Principal().getName());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(by, BigInteger.valueOf(++serial), Date.from(NOW.minus(Duration.ofDays(2))),
                    Date.from(NOW.plus(left)), subject, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, constraints);
            if (!names.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false,
                        new GeneralNames(names.stream().map(each -> new GeneralName(GeneralName.dNSName, each)).toArray(GeneralName[]::new)));
            }
            return new Issued(new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                    .build((issuer == null ? keys : issuer.keys()).getPrivate()))), keys);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
