package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.Reply;

class RecipientProbeTest {
    private static final Address ANN = Address.parse("ann@outside.example").orElseThrow();
    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private ProbeResult probe(Duration limit) throws Exception {
        return new RecipientProbe(fixture.relay(), limit).probe(RelayFixture.DOMAIN, Optional.empty(), ANN).toCompletableFuture()
                .get(40, TimeUnit.SECONDS);
    }

    @Test
    void asksWithoutAMessage() throws Exception {
        ScriptedHost host = fixture.host(RelayFixture.offering("SIZE 1", "DSN"));
        fixture.found("mx1.outside.example");
        assertThat(probe(Duration.ofSeconds(20))).isEqualTo(new ProbeResult.Accepted());
        assertThat(host.conversation()).containsExactly("EHLO mail.example.org", "MAIL FROM:<>", "RCPT TO:<ann@outside.example>", "QUIT");
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
}
