package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.Reply;

@Timeout(300)
class RecipientProbeTest {
    private static final Address ANN = Address.parse("ann@outside.example").orElseThrow();
    private static final Address BEN = Address.parse("ben@outside.example").orElseThrow();
    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private ProbeResult probe(Duration limit) throws Exception {
        return new RecipientProbe(fixture.relay(), limit).probe(RelayFixture.DOMAIN, Optional.empty(), ANN).toCompletableFuture()
                .get(90, TimeUnit.SECONDS);
    }

    @Test
    void asksWithoutAMessage() throws Exception {
        ScriptedHost host = fixture.host(RelayFixture.offering("SIZE 1", "DSN"));
        fixture.found("mx1.outside.example");
        assertThat(probe(Duration.ofSeconds(20))).isEqualTo(new ProbeResult.Accepted());
        assertThat(host.conversation()).containsExactly("EHLO mail.example.org", "MAIL FROM:<>", "RCPT TO:<ann@outside.example>", "RSET",
                "QUIT");
    }

    @Test
    void tellsTheRefusal() throws Exception {
        fixture.host(said -> said.startsWith("RCPT") ? "550 5.1.1 unknown" : ScriptedHost.willing(said));
        fixture.found("mx1.outside.example");
        assertThat(probe(Duration.ofSeconds(20))).isEqualTo(new ProbeResult.Refused(Reply.of(550, "5.1.1", "unknown")));
    }

    @Test
    void knowsNothingWhereNobodyAnswers() throws Exception {
        fixture.host(said -> said.startsWith("RCPT") ? "451 4.7.1 later" : ScriptedHost.willing(said));
        assertThat(probe(Duration.ofSeconds(20))).isInstanceOf(ProbeResult.Unavailable.class);
        fixture.found("mx1.outside.example");
        assertThat(probe(Duration.ofSeconds(20))).isEqualTo(new ProbeResult.Unavailable("451 4.7.1 later"));
        assertThat(probe(Duration.ZERO)).isEqualTo(new ProbeResult.Unavailable("no answer within 0 ms"));
    }

    /** The fixture's relay has two connections at a time. */
    @Test
    void aHostThatSaysNothingHoldsUpNobody() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ScriptedHost host = fixture.host(said -> {
            try {
                return said.startsWith("RCPT TO:<ann@") && !end.await(60, TimeUnit.SECONDS) ? "drop" : ScriptedHost.willing(said);
            } catch (InterruptedException e) {
                return "drop";
            }
        });
        fixture.found("mx1.outside.example");
        Relay relay = fixture.relay();
        List<CompletableFuture<ProbeResult>> silent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            silent.add(new RecipientProbe(relay, Duration.ofMillis(500)).probe(RelayFixture.DOMAIN, Optional.empty(), ANN).toCompletableFuture());
        }
        for (CompletableFuture<ProbeResult> each : silent) {
            assertThat(each.get(90, TimeUnit.SECONDS)).isEqualTo(new ProbeResult.Unavailable("no answer within 500 ms"));
        }
        assertThat(new RecipientProbe(relay, Duration.ofSeconds(60)).probe(RelayFixture.DOMAIN, Optional.empty(), BEN).toCompletableFuture()
                .get(90, TimeUnit.SECONDS)).isEqualTo(new ProbeResult.Accepted());
        end.countDown();
        List<String> cutOff = host.conversation();
        while (!cutOff.contains("RCPT TO:<ann@outside.example>")) {
            cutOff = host.conversation();
        }
        assertThat(cutOff).doesNotContain("QUIT");
    }
}
