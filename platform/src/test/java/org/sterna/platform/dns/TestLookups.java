package org.sterna.platform.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sterna.config.DnsSettings;
import org.sterna.config.DnssecMode;
import org.sterna.config.Network;
import org.sterna.platform.dns.dnsjava.DnsjavaLookup;

/** Lookups for tests, each with a cache of its own. */
public final class TestLookups {
    private TestLookups() { }

    /** Believes no signature. */
    public static DnsjavaLookup of(TestDnsServer server, Duration timeout) {
        return new DnsjavaLookup(settings(server.socketAddress(), timeout, DnssecMode.OFF, Optional.empty()));
    }

    /** Believes the server's AD bit. */
    public static DnsjavaLookup trusting(TestDnsServer server, Duration timeout) {
        return new DnsjavaLookup(settings(server.socketAddress(), timeout, DnssecMode.TRUST_AD, Optional.empty()));
    }

    /** With the bounds that are usual. */
    public static DnsSettings settings(InetSocketAddress server, Duration timeout, DnssecMode dnssec, Optional<Path> anchors) {
        return new DnsSettings(List.of(server), timeout, dnssec, List.of(Network.parse("127.0.0.1")), anchors, 2000, 1 << 20, Duration.ofMinutes(5), Duration.ofMinutes(5));
    }
}
