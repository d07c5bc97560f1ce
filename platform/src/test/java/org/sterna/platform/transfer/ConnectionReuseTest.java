package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.blob.Content;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** One connection for several messages. */
class ConnectionReuseTest {
    private static final ForwardPath ANN = RelayFixture.path("ann@outside.example");
    private static final ForwardPath BEN = RelayFixture.path("ben@outside.example");
    private static final Content CONTENT = Content.of("Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII));
    private final RelayFixture fixture = new RelayFixture();

    @BeforeEach
    void reuse() {
        fixture.quotas.rule(100, 100, Duration.ofSeconds(20), List.of());
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private void relayed(ForwardPath... recipients) throws Exception {
        assertThat(fixture.relay(CONTENT, recipients).outcomes().values()).isNotEmpty().allMatch(Outcome.Relayed.class::isInstance);
    }

    @Test
    void theNextMessageGoesOverTheSameConnection() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        relayed(ANN);
        relayed(BEN);
        assertThat(host.lines()).containsExactly("EHLO mail.example.org", "MAIL FROM:<alice@example.org>", "RCPT TO:<ann@outside.example>", "DATA",
                "MAIL FROM:<alice@example.org>", "RCPT TO:<ben@outside.example>", "DATA");
        CountingQuotas.Counting quota = fixture.quotas.destination(RelayFixture.DOMAIN);
        assertThat(quota.connected()).as("an idle connection is still one").isEqualTo(1);
        assertThat(quota.sent()).isEqualTo(2);
        assertThat(quota.successes()).isEqualTo(2);
        fixture.relay().close();
        assertThat(host.conversation()).endsWith("QUIT");
        RelayFixture.eventually("the place is free", () -> quota.connected() == 0);
    }

    @Test
    void aConnectionCarriesSoManyMessagesAndNoMore() throws Exception {
        fixture.quotas.rule(2, 100, Duration.ofSeconds(20), List.of());
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        for (int i = 0; i < 5; i++) {
            relayed(ANN);
        }
        assertThat(host.conversation()).endsWith("QUIT").filteredOn("DATA"::equals).hasSize(2);
        assertThat(host.conversation()).endsWith("QUIT").filteredOn("DATA"::equals).hasSize(2);
        assertThat(host.peers()).hasSize(3);
    }

    @Test
    void whatRestsTooLongTakesLeave() throws Exception {
        fixture.quotas.rule(100, 100, Duration.ofMillis(50), List.of());
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        relayed(ANN);
        assertThat(host.conversation()).endsWith("DATA", "QUIT");
        RelayFixture.eventually("nothing is left", () -> fixture.quotas.connected() == 0 && fixture.relay().connections() == 0);
    }

    @Test
    void mailRcptAndDataLeaveInOnePiece() throws Exception {                         // RFC 2920 section 3.1
        Function<String, String> offering = RelayFixture.offering("PIPELINING");
        ScriptedHost host = fixture.host(said -> said.startsWith("MAIL") || said.startsWith("RCPT") ? "silence"
                : said.equals("DATA") ? "250 sender\r\n250 ann\r\n250 ben\r\n354 go on" : offering.apply(said));
        fixture.found("mx1.outside.example");
        relayed(ANN, BEN);
        assertThat(host.contents()).hasSize(1);
    }

    @Test
    void aRefusedTransactionLeavesTheConnectionToTheNext() throws Exception {
        ScriptedHost host = fixture.host(said -> said.contains("ann@") ? "550 5.1.1 unknown" : ScriptedHost.willing(said));
        fixture.found("mx1.outside.example");
        assertThat(fixture.relay(CONTENT, ANN).outcomes().get(ANN)).isInstanceOf(Outcome.Failed.class);
        relayed(BEN);
        assertThat(host.peers()).hasSize(1);
        assertThat(host.lines()).contains("RSET");
    }

    @Test
    void aReusedConnectionThatIsLostCostsNothing() throws Exception {
        AtomicInteger mails = new AtomicInteger();
        ScriptedHost host = fixture.host(said -> said.startsWith("MAIL") && mails.incrementAndGet() == 2 ? "drop" : ScriptedHost.willing(said));
        fixture.found("mx1.outside.example");
        relayed(ANN);
        relayed(BEN);
        assertThat(host.peers()).hasSize(2);
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).failures()).isEmpty();
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).sent()).isEqualTo(2);
    }

    @Test
    void aReusedConnectionThatIsToldToGoCostsNothing() throws Exception {
        AtomicInteger mails = new AtomicInteger();
        ScriptedHost host = fixture.host(said -> said.startsWith("MAIL") && mails.incrementAndGet() == 2 ? "421 4.4.2 idle for too long" : ScriptedHost.willing(said));
        fixture.found("mx1.outside.example");
        relayed(ANN);
        relayed(BEN);
        assertThat(host.peers()).hasSize(2);
    }

    @Test
    void aConnectionThatWasClosedWhileItRestedIsForgotten() throws Exception {
        ScriptedHost host = fixture.host(said -> said.equals(".") ? "250 fine\r\n421 4.3.2 going down" : ScriptedHost.willing(said));
        fixture.found("mx1.outside.example");
        relayed(ANN);
        RelayFixture.eventually("it is forgotten", () -> fixture.quotas.connected() == 0);
        relayed(BEN);
        assertThat(host.peers()).hasSize(2);
    }

    @Test
    void aFreshConnectionThatIsToldToGoIsADeferral() throws Exception {
        fixture.host(said -> said.startsWith("RCPT") ? "421 4.3.2 going down" : ScriptedHost.willing(said));
        fixture.found("mx1.outside.example");
        RelayResult result = fixture.relay(CONTENT, ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Deferred.class);
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).failures()).hasSize(1);
    }

    @Test
    void theOldestResterMakesRoomOnTheNode() throws Exception {
        fixture.maxConnections = 1;
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        relayed(ANN);
        RelayJob other = fixture.job("alice@example.org", Transport.Host.mx("other.example"), CONTENT, MailParameters.NONE, BEN);
        assertThat(fixture.relay(other).outcomes().get(BEN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(host.conversation()).endsWith("QUIT");
        assertThat(host.peers()).hasSize(2);
    }

    @Test
    void manyMessagesFewConnections() throws Exception {
        fixture.quotas.rule(1000, 100, Duration.ofSeconds(60), List.of());
        fixture.quotas.destination(RelayFixture.DOMAIN).limit(3);
        ScriptedHost host = fixture.host(RelayFixture.offering("PIPELINING"));
        fixture.found("mx1.outside.example");
        List<CompletableFuture<RelayResult>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(fixture.relay().attempt(fixture.job("s" + i % 7 + "@example.org", Transport.Host.mx(RelayFixture.DOMAIN), CONTENT, MailParameters.NONE, ANN))
                    .toCompletableFuture());
        }
        for (CompletableFuture<RelayResult> each : all) {
            assertThat(each.get(90, TimeUnit.SECONDS).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        }
        assertThat(host.peers()).hasSizeLessThanOrEqualTo(3);
        assertThat(host.mostOpen()).isLessThanOrEqualTo(3);
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).sent()).isEqualTo(200);
    }
}
