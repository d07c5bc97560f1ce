package org.sterna.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The certificate of this node: {@code sterna.tls}.
 *
 * @param certificate a PEM file with the chain; empty for a self-signed one
 * @param key         a PEM file; empty when the key is in the certificate's file
 */
public record TlsSettings(Optional<Path> certificate, Optional<Path> key) {
    static TlsSettings read(SettingsReader settings) {
        return new TlsSettings(
                settings.file("sterna.tls.certificate"),
                settings.file("sterna.tls.key"));
    }
}
