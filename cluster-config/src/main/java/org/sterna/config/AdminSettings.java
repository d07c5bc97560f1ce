package org.sterna.config;

import java.util.OptionalInt;

/**
 * How operators reach the node, beside its socket: {@code sterna.admin}.
 *
 * @param port of the loopback address, 1 to 65535; empty if there is none
 */
public record AdminSettings(OptionalInt port) {
    static AdminSettings read(SettingsReader settings) {
        int port = settings.number("sterna.admin.port", 0, 65_535);
        return new AdminSettings(port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
    }
}
