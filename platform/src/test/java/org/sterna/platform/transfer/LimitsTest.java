package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.config.SourceSettings;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.queue.Cause;
import org.sterna.platform.destination.Standing;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** What the quotas allow, and that all that is taken is given back. */
@Timeout(300)
class LimitsTest {
    private static final ForwardPath ANN = RelayFixture.path("ann@outside.example");
    private static final Content CONTENT = Content.of("Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII));
    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private CompletableFuture<RelayResult> attempt(String domain) {
        return fixture.relay().attempt(fixture.job("alice@example.org", Transport.Host.mx(domain), CONTENT, MailParameters.NONE, ANN)).toCompletableFuture();
    }

    private static RelayResult get(CompletableFuture<RelayResult> result) throws Exception {
        return result.get(90, TimeUnit.SECONDS);
    }

    @Test
    void providersHaveALimitForAllTheirDomains() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx.provider.example");
        fixture.quotas.provider("big", "mx.provider.example");
        fixture.quotas.rule(100, 100, Duration.ofSeconds(20), List.of());
        fixture.quotas.provider("big").limit(2);
        List<CompletableFuture<RelayResult>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(attempt("d" + i % 8 + ".example"));
        }
        for (CompletableFuture<RelayResult> each : all) {
            assertThat(get(each).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        }
        assertThat(fixture.quotas.provider("big").mostConnected()).isEqualTo(2);
        assertThat(host.mostOpen()).isLessThanOrEqualTo(2);
        assertThat(fixture.quotas.provider("big").sent()).isEqualTo(40);
        assertThat(fixture.quotas.provider("big").successes()).isEqualTo(40);
    }

    @Test
    void messagesWaitForTheirRate() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        CountingQuotas.Counting quota = fixture.quotas.destination(RelayFixture.DOMAIN).tokens(1);
        CompletableFuture<RelayResult> first = attempt(RelayFixture.DOMAIN);
        CompletableFuture<RelayResult> second = attempt(RelayFixture.DOMAIN);
        get(first);
        assertThat(second).isNotDone();
        assertThat(host.contents()).hasSize(1);
        assertThat(fixture.relay().tryStart(RelayFixture.DOMAIN)).as("there is none to send").isFalse();
        quota.tokens(5);
        assertThat(get(second).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(quota.sent()).isEqualTo(2);
    }

    @Test
    void aDeadHostCostsItsQuotaAFailureAndIsTriedLastForAWhile() throws Exception {
        ScriptedHost second = fixture.host(2, ScriptedHost::willing);
        fixture.found("mx1.outside.example", "mx2.outside.example");
        for (int i = 0; i < 3; i++) {
            assertThat(get(attempt(RelayFixture.DOMAIN)).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        }
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).failures()).isEmpty();
        second.close();
        RelayResult dead = get(attempt(RelayFixture.DOMAIN));
        assertThat(RelayResult.cause(dead.outcomes().get(ANN))).isEqualTo(Cause.CONNECTION);
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).failures()).hasSize(1);
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).sent()).as("nothing was sent of the last").isEqualTo(3);
    }

    @Test
    void whereADestinationIsDownThereIsAPlaceForTheProbeOnly() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        CountingQuotas.Counting quota = fixture.quotas.destination(RelayFixture.DOMAIN).stands(CountingQuotas.down("no answer"), 0);
        Relay relay = fixture.relay();
        assertThat(relay.tryStart(RelayFixture.DOMAIN)).isFalse();
        assertThat(get(attempt(RelayFixture.DOMAIN)).untried()).hasValueSatisfying(reason -> assertThat(reason).contains("no answer"));
        CountDownLatch woken = new CountDownLatch(1);
        relay.whenOpen(RelayFixture.DOMAIN, woken::countDown);
        quota.stands(CountingQuotas.down("no answer"), 1);
        assertThat(woken.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(relay.tryStart(RelayFixture.DOMAIN)).isTrue();
        assertThat(relay.tryStart(RelayFixture.DOMAIN)).isFalse();
        assertThat(get(attempt(RelayFixture.DOMAIN)).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        relay.ended(RelayFixture.DOMAIN);
        assertThat(quota.successes()).isEqualTo(1);
        assertThat(host.peers()).hasSize(1);
    }

    @Test
    void whatIsFrozenIsHandedBackAndItsConnectionsAreClosed() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        fixture.quotas.rule(100, 100, Duration.ofSeconds(60), List.of());
        CountingQuotas.Counting quota = fixture.quotas.destination(RelayFixture.DOMAIN);
        get(attempt(RelayFixture.DOMAIN));
        quota.tokens(0);
        CompletableFuture<RelayResult> waiting = attempt(RelayFixture.DOMAIN);
        quota.stands(CountingQuotas.frozen("their wish"), 0);
        assertThat(get(waiting).untried()).hasValueSatisfying(reason -> assertThat(reason).contains("frozen: their wish"));
        assertThat(fixture.relay().tryStart(RelayFixture.DOMAIN)).isFalse();
        assertThat(host.conversation()).endsWith("QUIT");
        quota.tokens(5).stands(new Standing.Open(), 5);
        assertThat(get(attempt(RelayFixture.DOMAIN)).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
    }

    @Test
    void connectionsComeFromTheSendersPoolAsFarAsItsAddressesAllow() throws Exception {
        fixture.sources = Sources.of(new SourceSettings(Map.of("bulk", List.of(RelayFixture.address(2), RelayFixture.address(3))),
                List.of(new SourceSettings.BySender(List.of("example.org"), "bulk"))));
        CountDownLatch end = new CountDownLatch(1);
        ScriptedHost host = fixture.host(said -> {
            try {
                return said.equals(".") && !end.await(60, TimeUnit.SECONDS) ? "drop" : ScriptedHost.willing(said);
            } catch (InterruptedException e) {
                return "drop";
            }
        });
        fixture.found("mx1.outside.example");
        fixture.quotas.source("127.0.0.2").limit(1);
        fixture.quotas.source("127.0.0.3").limit(1);
        List<CompletableFuture<RelayResult>> all = Stream.generate(() -> attempt(RelayFixture.DOMAIN)).limit(3).toList();
        RelayFixture.eventually("both addresses are in use", () -> host.peers().size() == 2);
        assertThat(host.peers()).containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3");
        end.countDown();
        for (CompletableFuture<RelayResult> each : all) {
            assertThat(get(each).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        }
        assertThat(host.peers()).hasSize(3).allMatch(each -> each.equals("127.0.0.2") || each.equals("127.0.0.3"));
        assertThat(fixture.quotas.source("127.0.0.2").mostConnected()).isEqualTo(1);
    }

    /** Whatever hosts do, in the end every place, connection and message that was not sent is given back, and every job is answered. */
    @Test
    void nothingLeaks() throws Exception {
        Random random = new Random(4);
        AtomicInteger commands = new AtomicInteger();
        String[] mischief = {"drop", "421 4.3.2 away", "451 4.3.0 later", "550 5.0.0 no", "250 fine\r\n421 4.3.2 away", "nonsense"};
        fixture.host(said -> {
            int number = commands.incrementAndGet();
            synchronized (random) {
                return random.nextInt(12) == 0 && number > 3 ? mischief[random.nextInt(mischief.length)] : ScriptedHost.willing(said);
            }
        });
        fixture.host(RelayFixture.offering("PIPELINING"));
        fixture.found("mx1.outside.example", "mx2.outside.example");
        fixture.quotas.rule(3, 1, Duration.ofMillis(30), List.of());
        fixture.quotas.provider("big", "mx1.outside.example");
        fixture.quotas.provider("big").limit(3);
        fixture.maxConnections = 6;
        Relay relay = fixture.relay();
        List<CompletableFuture<RelayResult>> all = new ArrayList<>();
        ForwardPath ben = RelayFixture.path("ben@outside.example");
        for (int i = 0; i < 300; i++) {
            String domain = "d" + i % 5 + ".example";
            RelayFixture.eventually("there is a place", () -> relay.tryStart(domain));
            all.add(relay.attempt(fixture.job("s" + i % 3 + "@example.org", Transport.Host.mx(domain), CONTENT, MailParameters.NONE, ANN, ben)).toCompletableFuture()
                    .whenComplete((result, failure) -> relay.ended(domain)));
        }
        for (CompletableFuture<RelayResult> each : all) {
            assertThat(get(each).outcomes()).hasSize(2);
        }
        RelayFixture.eventually("all is given back", () -> relay.loads().isEmpty() && relay.connections() == 0 && fixture.quotas.connected() == 0);
        assertThat(fixture.quotas.provider("big").mostConnected()).isLessThanOrEqualTo(3);
    }

    @Test
    void placesAreAFewMoreThanConnections() {
        fixture.quotas.destination(RelayFixture.DOMAIN).limit(3);
        Relay relay = fixture.relay();
        int places = 0;
        while (relay.tryStart(RelayFixture.DOMAIN)) {
            places++;
        }
        assertThat(places).isEqualTo(10);
        List<Integer> woken = new ArrayList<>();
        relay.whenOpen(RelayFixture.DOMAIN, () -> woken.add(1));
        relay.whenOpen(RelayFixture.DOMAIN, () -> woken.add(2));
        relay.ended(RelayFixture.DOMAIN);
        assertThat(woken).containsExactly(1);
        assertThat(relay.loads()).containsExactly(new Relay.Load(RelayFixture.DOMAIN, 9, 0, 0, 0));
        assertThat(Optional.of(relay.tryStart(RelayFixture.DOMAIN))).contains(true);
    }
}
