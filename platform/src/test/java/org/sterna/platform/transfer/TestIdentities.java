package org.sterna.platform.transfer;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
import org.sterna.platform.tls.TlsIdentity;

/** Certificates of any name and age. */
final class TestIdentities {
    private TestIdentities() { }

    /** Issued by itself. */
    static TlsIdentity of(String name, Duration age, Duration life) {
        KeyPair keys = keys();
        return made(keys, name, age, life, keys, "CN=" + name);
    }

    /** Issued by an authority, with the name as an alternative name. */
    static TlsIdentity named(TlsIdentity authority, String name) {
        X509Certificate issuer = authority.chain().get(0);
        return made(keys(), name, Duration.ofDays(1), Duration.ofDays(2), new KeyPair(issuer.getPublicKey(), authority.key()), issuer.getSubjectX500Principal().getName(),
                Optional.of(name));
    }

    /** Issued by an authority. */
    static TlsIdentity issued(TlsIdentity authority, String name, Duration age, Duration life) {
        X509Certificate issuer = authority.chain().get(0);
        return made(keys(), name, age, life, new KeyPair(issuer.getPublicKey(), authority.key()), issuer.getSubjectX500Principal().getName());
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

    private static TlsIdentity made(KeyPair keys, String name, Duration age, Duration life, KeyPair signer, String issuer) {
        return made(keys, name, age, life, signer, issuer, Optional.empty());
    }

    private static TlsIdentity made(KeyPair keys, String name, Duration age, Duration life, KeyPair signer, String issuer, Optional<String> alternative) {
        try {
            Instant from = Instant.now().minus(age);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(issuer),
                    BigInteger.valueOf(from.toEpochMilli()), Date.from(from), Date.from(from.plus(life)), new X500Name("CN=" + name), keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(signer == keys));
            if (alternative.isPresent()) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, alternative.get())));
            }
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(builder
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
            return new TlsIdentity(keys.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server's context that shows one and, of clients, trusts the other. */
    static SSLContext server(TlsIdentity own, TlsIdentity trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(X509Certificate[]::new));
            store.setCertificateEntry("trusted", trusted.chain().get(0));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
