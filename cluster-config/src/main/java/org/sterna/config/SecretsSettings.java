package org.sterna.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What protects the secrets in the store: {@code sterna.secrets}.
 *
 * @param keyFile with the key that they are encrypted with; empty for a file of the node's own, in its folder
 */
public record SecretsSettings(Optional<Path> keyFile) {
    static SecretsSettings read(SettingsReader settings) {
        return new SecretsSettings(settings.file("sterna.secrets.key-file"));
    }
}
