package org.sterna.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS between nodes, in which both sides show a certificate. The files are read again every few minutes.
 *
 * @param certificate a PEM file; the names of all nodes' certificates must overlap
 * @param key         its PEM file
 * @param authority   the PEM file of the authority that every node's certificate must come from
 */
public record ClusterTls(Path certificate, Path key, Path authority) {
    static Optional<ClusterTls> read(SettingsReader settings) {
        Optional<Path> certificate = settings.file("sterna.cluster.tls.certificate");
        Optional<Path> key = settings.file("sterna.cluster.tls.key");
        Optional<Path> authority = settings.file("sterna.cluster.tls.authority");
        if (certificate.isEmpty() && key.isEmpty() && authority.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty() || authority.isEmpty()) {
            throw settings.wrong(certificate.isEmpty() ? "sterna.cluster.tls.certificate" : key.isEmpty() ? "sterna.cluster.tls.key"
                    : "sterna.cluster.tls.authority", "the path of a file, as the other two of sterna.cluster.tls are");
        }
        return Optional.of(new ClusterTls(certificate.get(), key.get(), authority.get()));
    }
}
