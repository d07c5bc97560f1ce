package org.sterna.config;

import java.util.OptionalInt;

/**
 * Where the node tells how it is: {@code sterna.management}.
 *
 * @param host the address that is bound, or a name of it
 * @param port 1 to 65535; empty if there is none
 */
public record ManagementSettings(String host, OptionalInt port) {
    static ManagementSettings read(SettingsReader settings) {
        int port = settings.number("sterna.management.port", 0, 65_535);
        return new ManagementSettings(settings.text("sterna.management.host", "a host name or an IP address", name -> !name.isEmpty()),
                port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
    }
}
