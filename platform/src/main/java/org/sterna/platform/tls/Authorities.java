package org.sterna.platform.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates of those whose word is taken for others' certificates, in the form the JDK wants. */
final class Authorities {
    private Authorities() {
    }

    /**
     * @param file    PEM or DER
     * @param setting that named it, for messages
     * @throws TlsException when there are none in it
     */
    static KeyStore read(Path file, String setting) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast).toList();
            if (certificates.isEmpty()) {
                throw new TlsException(setting + ": " + file + " holds no certificate");
            }
            return store(certificates);
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(setting + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static KeyStore store(List<? extends Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, new char[0]);
            for (Certificate each : certificates) {
                store.setCertificateEntry("authority " + store.size(), each);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("the certificates of trusted authorities cannot be used: " + e.getMessage(), e);
        }
    }
}
