package org.sterna.config;

import java.nio.file.Path;

/**
 * Who this node is: {@code sterna.node}.
 *
 * @param hostName   a domain name with a dot
 * @param data       the folder of everything it keeps; absolute
 * @param portOffset already added to the ports of the listeners
 */
public record NodeSettings(String hostName, Path data, int portOffset) {
    static NodeSettings read(SettingsReader settings) {
        String given = settings.text("sterna.node.host-name", "a domain name with a dot, such as mail.example.org, or empty",
                name -> name.isEmpty() || HostName.isQualified(name));
        Path data = settings.file("sterna.node.data")
                .orElseThrow(() -> settings.wrong("sterna.node.data", "the path of a folder"));
        return new NodeSettings(given.isEmpty() ? HostName.ofThisMachine() : given, data.toAbsolutePath().normalize(),
                settings.number("sterna.node.port-offset", 0, 65_000));
    }
}
