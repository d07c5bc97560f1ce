package org.sterna.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A certificate and its key.
 *
 * @param setting     the group of settings that names them, for messages: {@code sterna.tls}
 * @param certificate a PEM file with the chain
 * @param key         a PEM file; empty when the key is in the certificate's file
 */
public record CertificateFiles(String setting, Path certificate, Optional<Path> key) {
    private static final Set<String> KEYS = Set.of("certificate", "key");

    /** The files, to be looked at for changes. */
    public List<Path> files() {
        return key.map(file -> List.of(certificate, file)).orElseGet(() -> List.of(certificate));
    }

    /** Reads {@code GROUP.certificate} and {@code GROUP.key}. */
    static Optional<CertificateFiles> read(SettingsReader settings, String group) {
        Optional<Path> certificate = settings.file(group + ".certificate");
        Optional<Path> key = settings.file(group + ".key");
        if (key.isPresent() && certificate.isEmpty()) {
            throw settings.wrong(group + ".key", "empty as long as " + group + ".certificate is");
        }
        return certificate.map(file -> new CertificateFiles(group, file, key));
    }

    static List<CertificateFiles> readAll(SettingsReader settings, String path) {
        return settings.groups(path, KEYS, group -> new CertificateFiles(group.path(),
                group.value("certificate", "the path of a file", Path::of).orElseThrow(() -> group.wrong("certificate", "there")),
                group.value("key", "the path of a file", Path::of)));
    }
}
