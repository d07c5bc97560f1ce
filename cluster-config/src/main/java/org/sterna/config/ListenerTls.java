package org.sterna.config;

import java.util.Optional;

/**
 * TLS of one port.
 *
 * @param minimum            the oldest version that is spoken
 * @param certificate        the port's own, before those of {@code sterna.tls}
 * @param clientCertificates whether clients are asked for theirs
 */
public record ListenerTls(TlsVersion minimum, Optional<CertificateFiles> certificate, ClientCertificates clientCertificates) {
    static ListenerTls read(SettingsReader settings, String path) {
        return new ListenerTls(settings.value(path + ".tls-minimum", "1.2 or 1.3", TlsVersion::parse), CertificateFiles.read(settings, path),
                settings.choice(path + ".client-certificates", ClientCertificates.values()));
    }
}
