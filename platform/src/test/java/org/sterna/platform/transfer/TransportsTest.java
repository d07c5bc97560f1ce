package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.config.TransportRule;
import org.sterna.protocols.address.ReversePath;

class TransportsTest {
    private final Map<String, String> routes = new HashMap<>();

    private static TransportRule rule(List<String> match, List<String> from, String to) {
        return new TransportRule(match, from, to, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Transports of(Map<String, String> routes, TransportRule... rules) {
        return new Transports(TransportMap.of(List.of(rules), 25), domain -> Optional.ofNullable(routes.get(domain)), 25);
    }

    private static String where(Transports transports, String recipient, String sender, String account) {
        Transport transport = transports.transport(RelayFixture.path(recipient), recipient.substring(recipient.indexOf('@') + 1), Optional.empty(),
                Optional.of(account).filter(each -> !each.isEmpty()), ReversePath.parse("<" + sender + ">").orElseThrow());
        return transport instanceof Transport.Host host ? host.destination() : transport.toString();
    }

    @Test
    void theClosestRuleCounts() {
        Transports transports = of(routes, rule(List.of("*"), List.of(), "everybody"), rule(List.of(".example.com"), List.of(), "below"),
                rule(List.of(), List.of("example.org"), "sender"), rule(List.of("example.com"), List.of(), "domain"),
                rule(List.of("jones@example.com"), List.of(), "address"), rule(List.of(".com"), List.of(), "com"));
        assertThat(where(transports, "Jones@example.com", "a@example.org", "")).isEqualTo("address:25");
        assertThat(where(transports, "smith@example.com", "a@example.org", "")).isEqualTo("domain:25");
        assertThat(where(transports, "smith@lists.example.com", "a@example.org", "")).isEqualTo("below:25");
        assertThat(where(transports, "smith@other.com", "a@example.org", "")).isEqualTo("com:25");
        assertThat(where(transports, "smith@other.net", "a@example.org", "")).isEqualTo("sender:25");
        assertThat(where(transports, "smith@other.net", "a@sub.example.org", "")).isEqualTo("everybody:25");
    }

    @Test
    void sendersAreAccountsAddressesDomainsOrNobody() {
        Transports transports = of(routes, rule(List.of(), List.of(".example.org"), "sub"), rule(List.of(), List.of("example.org"), "domain"),
                rule(List.of(), List.of("a@example.org"), "address"), rule(List.of(), List.of("bulk"), "account"), rule(List.of(), List.of("<>"), "nobody"),
                rule(List.of("example.net"), List.of("example.org"), "both"));
        assertThat(where(transports, "x@other.net", "a@example.org", "bulk")).isEqualTo("account:25");
        assertThat(where(transports, "x@other.net", "a@example.org", "")).isEqualTo("address:25");
        assertThat(where(transports, "x@other.net", "b@example.org", "")).isEqualTo("domain:25");
        assertThat(where(transports, "x@other.net", "b@lists.example.org", "")).isEqualTo("sub:25");
        assertThat(where(transports, "x@other.net", "", "")).isEqualTo("nobody:25");
        assertThat(where(transports, "x@other.net", "b@example.com", "")).isEqualTo("other.net");
        assertThat(where(transports, "x@example.net", "b@example.org", "")).isEqualTo("both:25");
        assertThat(where(transports, "x@example.net", "b@example.com", "")).isEqualTo("example.net");
    }

    @Test
    void aTargetsOwnHopGoesBeforeTheDirectoryAndThatBeforeTheSettings() {
        Transports transports = of(routes, rule(List.of("*"), List.of(), "settings"));
        routes.put("example.com", "lmtp:directory");
        assertThat(where(transports, "x@example.com", "", "")).isEqualTo("directory:24");
        assertThat(where(transports, "x@example.net", "", "")).isEqualTo("settings:25");
        assertThat(transports.transport(RelayFixture.path("x@example.com"), "example.com", Optional.of("[2001:db8::1]:26"), Optional.empty(),
                ReversePath.parse("<>").orElseThrow())).isInstanceOfSatisfying(Transport.Host.class, host -> {
                    assertThat(host.destination()).isEqualTo("[2001:db8::1]:26");
                    assertThat(host.hop()).contains(new NextHop("2001:db8::1", 26));
                });
    }

    /** What was stored once stays, and the MX of a domain we relay for may be this host. */
    @Test
    void whatIsNoNextHopIsNeverReplacedByTheMx() {
        routes.put("example.com", "mx1:25:25");
        assertThat(of(routes).transport(RelayFixture.path("x@example.com"), "example.com", Optional.empty(), Optional.empty(), ReversePath.parse("<>").orElseThrow()))
                .isInstanceOfSatisfying(Transport.Refuse.class, refuse -> {
                    assertThat(refuse.status().toString()).isEqualTo("4.3.5");
                    assertThat(refuse.text()).contains("'mx1:25:25' is no next hop");
                });
    }

    @Test
    void everyKindOfTarget() {
        assertThat(where(of(routes, rule(List.of("*"), List.of(), "mx")), "x@example.com", "", "")).isEqualTo("example.com");
        assertThat(where(of(routes, rule(List.of("*"), List.of(), "discard")), "x@example.com", "", "")).isEqualTo("Discard[]");
        assertThat(where(of(routes, rule(List.of("*"), List.of(), "error:5.1.2 moved away")), "x@example.com", "", "")).contains("5.1.2", "moved away");
        Transport secure = of(routes, rule(List.of("*"), List.of(), "smtps:Smart.example")).transport(RelayFixture.path("x@example.com"), "example.com",
                Optional.empty(), Optional.empty(), ReversePath.parse("<>").orElseThrow());
        assertThat(secure).isEqualTo(new Transport.Host("smart.example:465", "example.com", Optional.of(new NextHop("smart.example", 465)),
                Transport.Protocol.SMTP, new Transport.TlsDemand(Transport.TlsDemand.Level.ENCRYPT, true, Optional.empty()), Optional.empty(), Optional.empty()));
    }

    @Test
    void rulesAreReplacedAsAWhole() {
        Transports transports = of(routes);
        transports.replace(TransportMap.of(List.of(rule(List.of("*"), List.of(), "other:26")), 25));
        assertThat(where(transports, "x@example.com", "", "")).isEqualTo("other:26");
        assertThatThrownBy(() -> TransportMap.of(List.of(rule(List.of("*"), List.of(), "no where")), 25)).hasMessageContaining("no where");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "smtp:host:25", "smtp:25", "smtps:[192.0.2.1]", "lmtp:host:24", "mx", "discard", "error:5.1.2 text", "error:gone"})
    void whatARouteMayBe(String text) {
        assertThat(Transports.isRoute(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "smtp:", "a b", "error:", "error:2.0.0 fine", "lmtp:h:0"})
    void whatNoRouteIs(String text) {
        assertThat(Transports.isRoute(text)).isFalse();
    }
}
