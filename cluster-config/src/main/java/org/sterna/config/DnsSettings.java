package org.sterna.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Resolvers: {@code sterna.dns}.
 *
 * @param servers             unresolved; empty for the system's
 * @param timeout             of one question
 * @param dnssec              who checks signatures
 * @param trusted             resolvers whose AD bit is believed
 * @param anchors             a zone file with DS or DNSKEY records; empty for the root's keys
 * @param maxQuestions        that wait for an answer at one time
 * @param cache               octets of the answers that are remembered
 * @param longestCached       however long an answer says that it is good
 * @param longestCachedDenial the same of an answer that there is nothing
 */
public record DnsSettings(List<InetSocketAddress> servers, Duration timeout, DnssecMode dnssec, List<Network> trusted, Optional<Path> anchors,
        int maxQuestions, long cache, Duration longestCached, Duration longestCachedDenial) {
    static DnsSettings read(SettingsReader settings) {
        return new DnsSettings(
                settings.endpoints("sterna.dns.servers"),
                settings.duration("sterna.dns.timeout", "100 ms", "1 m"),
                settings.choice("sterna.dns.dnssec", DnssecMode.values()),
                settings.list("sterna.dns.trusted-resolvers", "a list of addresses or networks, such as [\"127.0.0.1\", \"::1\"]",
                        Network::parse),
                settings.file("sterna.dns.trust-anchors"),
                settings.number("sterna.dns.max-questions", 10, 100_000),
                settings.longSize("sterna.dns.cache", "64 KiB", "16 GiB"),
                settings.duration("sterna.dns.longest-cached", "1 s", "1 d"),
                settings.duration("sterna.dns.longest-cached-denial", "1 s", "3 h"));
    }
}
