package org.sterna.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS towards Cassandra.
 *
 * @param authorities   a PEM file; empty for those of the JDK
 * @param identity      what this node shows, if Cassandra asks for it
 * @param checkHostName whether the certificate must name the host that is connected to
 */
public record CassandraTls(Optional<Path> authorities, Optional<CertificateFiles> identity, boolean checkHostName) {
    static Optional<CassandraTls> read(SettingsReader settings) {
        boolean enabled = settings.flag("sterna.cassandra.tls.enabled");
        CassandraTls tls = new CassandraTls(settings.file("sterna.cassandra.tls.authorities"), CertificateFiles.read(settings, "sterna.cassandra.tls"),
                settings.flag("sterna.cassandra.tls.check-host-name"));
        return enabled ? Optional.of(tls) : Optional.empty();
    }
}
