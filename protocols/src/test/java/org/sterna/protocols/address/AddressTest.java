package org.sterna.protocols.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
        "jones@example.org, jones@example.org",
        "Jones.B+tag@EXAMPLE.Org, Jones.B+tag@example.org",
        "'\"a b\"@example.org', '\"a b\"@example.org'",
        "'\"needless\"@example.org', needless@example.org",
        "'\"at@sign\"@example.org', '\"at@sign\"@example.org'",
        "'\"q\\\"\\\\\"@example.org', '\"q\\\"\\\\\"@example.org'",
        "j@[192.0.2.1], j@[192.0.2.1]",
        "j@[IPV6:2001:DB8::1], j@[IPv6:2001:db8::1]",
        "j@xn--bcher-kva.example, j@xn--bcher-kva.example",
    })
    void printsWhatItReads(String text, String printed) {        // RFC 5321 section 4.1.2
        Address address = Address.parse(text).orElseThrow();
        assertThat(address).hasToString(printed);
        assertThat(Address.parse(printed)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "jones", "@example.org", "jones@", "a..b@example.org", ".a@example.org", "a.@example.org", "a b@example.org",
        "\"a@example.org", "\"a\"b\"@example.org", "\"a\\\"@example.org", "j\u00f6@example.org", "j@ex_ample.org",
        "j@-example.org", "j@example-.org", "j@example..org", "j@example.org.", "j@[192.0.2.256]", "j@[192.0.2]",
        "j@[example.org]", "j@[IPv6:example.org]", "j@[IPv6:1:2]", "j@[IPv6:192.0.2.1]", "j@exam\r\nple.org",
    })
    void refuses(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void lengthsAreBounded() {                                   // RFC 5321 section 4.5.3.1
        String label = "d".repeat(63);
        String longest = label + "." + label + "." + label + "." + "d".repeat(61);
        assertThat(LocalPart.parse("l".repeat(64))).isPresent();
        assertThat(LocalPart.parse("l".repeat(65))).isEmpty();
        assertThat(LocalPart.parse('"' + " ".repeat(63) + '"')).isEmpty();
        assertThat(Domain.parse("d".repeat(64) + ".org")).isEmpty();
        assertThat(Domain.parse(longest)).isPresent();
        assertThat(Domain.parse(longest + "ddd")).isEmpty();
        assertThat(Address.parse("jones@" + longest)).as("a path of more than 256 octets").isEmpty();
        assertThatThrownBy(() -> new LocalPart("l".repeat(65))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DomainName("Example.org")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reversePathMayBeNull() {
        assertThat(ReversePath.parse("<>")).contains(NullReversePath.NULL);
        assertThat(ReversePath.parse("<jones@example.org>")).map(ReversePath::path).contains("<jones@example.org>");
        assertThat(ReversePath.parse("jones@example.org")).isEmpty();
        assertThat(ReversePath.parse("<postmaster>")).isEmpty();
    }

    @Test
    void forwardPathMayBePostmasterAlone() {                     // RFC 5321 section 4.5.1
        assertThat(ForwardPath.parse("<PostMaster>")).contains(Postmaster.POSTMASTER);
        assertThat(ForwardPath.parse("<>")).isEmpty();
        assertThat(ForwardPath.parse("<jones>")).isEmpty();
    }

    @Test
    void sourceRouteIsIgnored() {                                // RFC 5321 section 4.1.1.3
        assertThat(ForwardPath.parse("<@one.example,@[IPv6:2001:db8::1]:jones@example.org>"))
                .map(ForwardPath::path).contains("<jones@example.org>");
        assertThat(ForwardPath.parse("<@one.example,two.example:jones@example.org>")).isEmpty();
        assertThat(ForwardPath.parse("<@one.example>")).isEmpty();
    }

    @Test
    void literalAndIpAddressAgree() throws Exception {
        InetAddress address = InetAddress.getByName("2001:db8::7");
        assertThat(AddressLiteral.of(address).address()).isEqualTo(address);
        assertThat(AddressLiteral.of(InetAddress.getByName("192.0.2.7"))).hasToString("[192.0.2.7]");
    }
}
