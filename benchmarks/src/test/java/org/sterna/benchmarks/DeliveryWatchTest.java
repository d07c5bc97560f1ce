package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DeliveryWatchTest {
    private static final List<String> BOTH = List.of("u0@bench.test", "u1@bench.test");

    private final AtomicInteger looks = new AtomicInteger();

    /** Each look finds one message more, whosever INBOX it is. */
    private String imap(String line) {
        String tag = line.substring(0, line.indexOf(' '));
        return line.contains("STATUS") ? "* STATUS INBOX (MESSAGES " + looks.incrementAndGet() + ")\r\n" + tag + " OK done" : tag + " OK in";
    }

    @Test
    void waitsUntilEachHasItsMessages() throws IOException {
        try (ScriptedServer server = new ScriptedServer("* OK here", this::imap);
                DeliveryWatch watch = new DeliveryWatch(ImapEndpoint.inTheClear(server.hostAndPort()), Map.of(BOTH.get(0), "x", BOTH.get(1), "x"), BOTH)) {
            watch.mark();                                    // 1 and 2
            assertThat(watch.await(Map.of(BOTH.get(0), 5L, BOTH.get(1), 1L), Duration.ofMinutes(1))).isZero();
            assertThat(looks).as("the first until it has six, the second once").hasValue(7);
        }
    }

    @Test
    void whatIsMissingInTheEndIsCounted() throws IOException {
        try (ScriptedServer server = new ScriptedServer("* OK here", this::imap);
                DeliveryWatch watch = new DeliveryWatch(ImapEndpoint.inTheClear(server.hostAndPort()), Map.of(BOTH.get(0), "x", BOTH.get(1), "x"), BOTH)) {
            watch.mark();
            assertThat(watch.await(Map.of(BOTH.get(0), 10L, BOTH.get(1), 10L), Duration.ZERO)).as("two and two came").isEqualTo(16);
        }
    }
}
