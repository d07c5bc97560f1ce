package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class HostAndPortTest {
    @Test
    void thePortIsBehindTheLastColon() {
        assertThat(HostAndPort.parse("127.0.0.1:2525")).isEqualTo(new InetSocketAddress("127.0.0.1", 2525));
        assertThat(HostAndPort.parse("::1:25")).isEqualTo(new InetSocketAddress("::1", 25));
        assertThatThrownBy(() -> HostAndPort.parse("2525")).hasMessage("2525 must be HOST:PORT");
    }
}
