package org.sterna.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A certificate to show to other servers: {@code sterna.relay.identities.NAME}.
 *
 * @param certificate a PEM file, our own certificate first
 * @param key         a PEM file; empty if the key is in the certificate's file
 */
public record ClientIdentity(Path certificate, Optional<Path> key) {
    private static final Set<String> KEYS = Set.of("certificate", "key");

    static Map<String, ClientIdentity> read(SettingsReader settings) {
        return settings.named("sterna.relay.identities", KEYS, group -> new ClientIdentity(
                group.value("certificate", "the path of a file", Path::of).orElseThrow(() -> group.wrong("certificate", "there")),
                group.value("key", "the path of a file", Path::of)));
    }
}
