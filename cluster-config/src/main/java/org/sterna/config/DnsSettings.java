package org.sterna.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Resolvers: {@code sterna.dns}.
 *
 * @param servers unresolved; empty for the system's
 * @param timeout of one question
 */
public record DnsSettings(List<InetSocketAddress> servers, Duration timeout) {
    static DnsSettings read(SettingsReader settings) {
        return new DnsSettings(
                settings.endpoints("sterna.dns.servers"),
                settings.duration("sterna.dns.timeout", "100 ms", "1 m"));
    }
}
