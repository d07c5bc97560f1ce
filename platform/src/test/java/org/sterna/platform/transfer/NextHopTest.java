package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextHopTest {
    @Test
    void readsEveryForm() {
        assertThat(NextHop.parse("mx.example.net", 25)).contains(new NextHop("mx.example.net", 25));
        assertThat(NextHop.parse("mx.example.net:2526", 25)).contains(new NextHop("mx.example.net", 2526));
        assertThat(NextHop.parse("192.0.2.1:25", 2526)).contains(new NextHop("192.0.2.1", 25));
        assertThat(NextHop.parse("[2001:db8::1]:2526", 25)).contains(new NextHop("2001:db8::1", 2526));
        assertThat(NextHop.parse("[2001:db8::1]", 25)).contains(new NextHop("2001:db8::1", 25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2001:db8::1", "mx:0", "mx:65536", "mx:99999", "mx:", ":25", "m x", "[mx", "mx]:25"})
    void refusesWhatIsNone(String text) {
        assertThat(NextHop.parse(text, 25)).isEmpty();
    }
}
