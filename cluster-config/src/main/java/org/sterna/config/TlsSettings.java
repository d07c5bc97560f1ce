package org.sterna.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Certificates and TLS of all ports: {@code sterna.tls}.
 *
 * @param standard          for clients that name no host, or an unknown one; empty for a self-signed certificate
 * @param more              for the host names that stand in them
 * @param pollInterval      how often the files are looked at
 * @param cipherSuites      by their names in Java, the best first; not empty
 * @param ocspStapling      whether the authorities' answers are shown along with certificates
 * @param nativeCode        whether cryptography in machine code is used where there is one for the system
 * @param clientAuthorities a PEM file; empty if no client's certificate is trusted
 */
public record TlsSettings(Optional<CertificateFiles> standard, List<CertificateFiles> more, Duration pollInterval, List<String> cipherSuites,
        boolean ocspStapling, boolean nativeCode, Optional<Path> clientAuthorities) {
    static TlsSettings read(SettingsReader settings) {
        List<String> suites = settings.list("sterna.tls.cipher-suites", "a list of cipher suites, such as [\"TLS_AES_128_GCM_SHA256\"]",
                TlsSettings::suite);
        if (suites.isEmpty()) {
            throw settings.wrong("sterna.tls.cipher-suites", "a list of at least one cipher suite");
        }
        return new TlsSettings(CertificateFiles.read(settings, "sterna.tls"), CertificateFiles.readAll(settings, "sterna.tls.certificates"),
                settings.duration("sterna.tls.poll-interval", "1 s", "1 d"), suites, settings.flag("sterna.tls.ocsp-stapling"),
                settings.flag("sterna.tls.native-code"), settings.file("sterna.tls.client-authorities"));
    }

    private static String suite(String text) {
        if (!text.startsWith("TLS_")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
