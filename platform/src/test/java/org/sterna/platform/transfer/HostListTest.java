package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sterna.platform.dns.MailHost;

class HostListTest {
    private static final OwnAddresses OWN = OwnAddresses.of("mail.example.org", List.of(new InetSocketAddress("192.0.2.9", 25)));

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static MailHost host(int preference, String name, String... addresses) {
        return new MailHost(preference, name, Stream.of(addresses).map(HostListTest::address).toList());
    }

    private static HostList list(AddressFamilies families, boolean ipv6, boolean named, MailHost... hosts) {
        return HostList.of(List.of(hosts), 25, named, OWN, families, AddressFamilies.reachableFrom(List.of(), () -> ipv6));
    }

    private static List<String> names(HostList list) {
        return list.targets().stream().map(HostList.Target::host).toList();
    }

    private static List<String> addresses(HostList list) {
        return list.targets().stream().map(each -> each.socket().getAddress().getHostAddress()).toList();
    }

    @Test
    void whatIsAsPreferredAsWeAreIsDiscarded() {                           // RFC 5321 section 5.1
        HostList list = list(AddressFamilies.IPV6_FIRST, true, false, host(5, "a.example", "192.0.2.1"), host(10, "b.example", "192.0.2.2"),
                host(10, "MAIL.example.org", "192.0.2.3"), host(20, "c.example", "192.0.2.4"));
        assertThat(names(list)).containsExactly("a.example");
        assertThat(list.loops()).isFalse();
    }

    @Test
    void ourAddressUnderAnotherNameIsStillUs() {
        HostList list = list(AddressFamilies.IPV6_FIRST, true, false, host(10, "other.example", "192.0.2.9"), host(20, "c.example", "192.0.2.4"));
        assertThat(list.targets()).isEmpty();
        assertThat(list.loops()).isTrue();
    }

    @Test
    void aLiteralOrNextHopOfOursLoopsByItsAddressOnly() {
        assertThat(list(AddressFamilies.IPV6_FIRST, true, true, host(0, "[192.0.2.9]", "192.0.2.9")).loops()).isTrue();
        assertThat(list(AddressFamilies.IPV6_FIRST, true, true, host(0, "mail.example.org", "192.0.2.1")).loops()).isFalse();
    }

    @Test
    void familiesInTheOrderThatIsSet() {
        MailHost both = host(0, "a.example", "192.0.2.1", "2001:db8::1");
        assertThat(addresses(list(AddressFamilies.IPV6_FIRST, true, false, both))).containsExactly("2001:db8:0:0:0:0:0:1", "192.0.2.1");
        assertThat(addresses(list(AddressFamilies.IPV4_FIRST, true, false, both))).containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:1");
        assertThat(addresses(list(AddressFamilies.IPV4_ONLY, true, false, both))).containsExactly("192.0.2.1");
        assertThat(addresses(list(AddressFamilies.IPV6_ONLY, true, false, both))).containsExactly("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void withoutAnAddressToComeFromAFamilyIsSkipped() {
        MailHost both = host(0, "a.example", "192.0.2.1", "2001:db8::1");
        HostList none = list(AddressFamilies.IPV6_FIRST, false, false, both);
        assertThat(addresses(none)).containsExactly("192.0.2.1");
        HostList pool = HostList.of(List.of(both), 25, false, OWN, AddressFamilies.IPV4_FIRST, AddressFamilies.reachableFrom(List.of(address("2001:db8::5")), () -> false));
        assertThat(addresses(pool)).containsExactly("2001:db8:0:0:0:0:0:1");
    }
}
