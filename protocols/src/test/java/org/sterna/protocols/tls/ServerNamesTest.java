package org.sterna.protocols.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.tls.ServerNames.Kind;

class ServerNamesTest {
    @ParameterizedTest
    @CsvSource({"mx.example.org, mx.example.org, true", "mx.example.org, MX.Example.ORG., true", "*.example.org, mx.example.org, true", "*.example.org, example.org, false",
        "*.example.org, a.mx.example.org, false", "m*.example.org, mx.example.org, false", "*, org, false", "*.org, example.org, true", "mx.example.org, '', false"})
    void wildcardsAreTheWholeLeftmostLabel(String presented, String name, boolean matches) {         // RFC 6125 section 6.4.3
        assertThat(new ServerNames(List.of(presented), List.of(), List.of()).match(name, Kind.ALTERNATIVE)).isEqualTo(matches);
    }

    @Test
    void commonNamesCountWhereThereIsNothingElse() {                                                 // RFC 6125 section 6.4.4
        ServerNames common = new ServerNames(List.of(), List.of(), List.of("mx.example.org"));
        assertThat(common.match("mx.example.org", Kind.ALTERNATIVE_OR_COMMON)).isTrue();
        assertThat(common.match("mx.example.org", Kind.ALTERNATIVE)).isFalse();
        assertThat(new ServerNames(List.of("a.example"), List.of(), List.of("mx.example.org")).match("mx.example.org", Kind.ALTERNATIVE_OR_COMMON)).isFalse();
    }

    @Test
    void addressesAreNoNames() throws Exception {
        ServerNames names = new ServerNames(List.of("192.0.2.1"), List.of(InetAddress.getByName("2001:db8::1")), List.of());
        assertThat(names.match("192.0.2.1", Kind.ALTERNATIVE)).isFalse();
        assertThat(names.match("[IPv6:2001:DB8:0::1]", Kind.ALTERNATIVE)).isTrue();
        assertThat(names.match("2001:db8::1", Kind.ALTERNATIVE)).isTrue();
        assertThat(names.match("[2001:db8::2]", Kind.ALTERNATIVE)).isFalse();
    }
}
