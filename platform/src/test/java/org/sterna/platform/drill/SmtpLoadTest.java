package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class SmtpLoadTest {

    private static final List<String> RECIPIENTS = List.of("jones@example.org", "smith@example.org");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsEachNumberOnceOctetForOctet(boolean pipelining) throws Exception {
        CountDownLatch begun = new CountDownLatch(8);                        // or the first sessions leave nothing for the last
        try (ScriptedSink sink = new ScriptedSink(line -> {
            if (line.startsWith("EHLO")) {
                begun.countDown();
            } else if (line.startsWith("MAIL")) {
                await(begun);
            }
            return ScriptedSink.accept(line);
        })) {
            SmtpLoadPlan plain = SmtpLoadPlan.of(sink.address(), RECIPIENTS).withSessions(8).withMessages(200, 3000);
            SmtpLoadPlan plan = pipelining ? plain.withPipelining() : plain;
            SmtpLoadResult result = SmtpLoad.run(plan, SmtpLoadListener.NONE);
            assertThat(result.acknowledged().cardinality()).isEqualTo(200);
            assertThat(result.dotToReply().count()).isEqualTo(200);
            assertThat(result.dotToReply().percentile(50)).isPositive().isLessThanOrEqualTo(result.dotToReply().max());
            Set<String> expected = new HashSet<>();
            for (int number = 1; number <= 200; number++) {
                byte[] octets = plan.message(number);
                assertThat(octets).hasSize(3000);
                expected.add(new String(octets, ISO_8859_1));
            }
            assertThat(sink.messages()).hasSize(200).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(sink.connections()).isEqualTo(8);
            assertThat(result.replies()).containsEntry(354, 200L).containsEntry(220, 8L).containsEntry(221, 8L);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void makesANewConnectionAfterSoManyTransactions() throws Exception {
        try (ScriptedSink sink = new ScriptedSink(ScriptedSink::accept)) {
            SmtpLoadResult result = SmtpLoad.run(
                    SmtpLoadPlan.of(sink.address(), RECIPIENTS).withMessages(10, 500).withMessagesPerConnection(3), SmtpLoadListener.NONE);
            assertThat(result.acknowledged().cardinality()).isEqualTo(10);
            assertThat(result.connections()).isEqualTo(4);
        }
    }

    @Test
    void aMessageWhoseReplyWasLostIsNotSentAgain() throws Exception {
        try (ScriptedSink sink = new ScriptedSink(line -> line.startsWith(".") && line.contains("X-Sterna-Number: 3\r\n")
                ? "drop" : ScriptedSink.accept(line))) {
            Set<Integer> lost = ConcurrentHashMap.newKeySet();
            SmtpLoadResult result = SmtpLoad.run(
                    SmtpLoadPlan.of(sink.address(), RECIPIENTS).withMessages(5, 500), new SmtpLoadListener() {
                        @Override
                        public void replyLost(int number, String cause) {
                            lost.add(number);
                        }
                    });
            assertThat(result.acknowledged().stream()).containsExactly(1, 2, 4, 5);
            assertThat(result.replyLost().stream()).containsExactly(3);
            assertThat(lost).containsExactly(3);
            assertThat(sink.messages()).hasSize(5);
        }
    }

    @Test
    void aNumberTurnedAwayBeforeItsDotIsTriedAgain() throws Exception {
        AtomicInteger mails = new AtomicInteger();
        try (ScriptedSink sink = new ScriptedSink(line -> {
            if (line.startsWith("MAIL")) {
                return switch (mails.incrementAndGet()) {
                    case 1 -> "451 4.3.0 not now";
                    case 2 -> "drop";
                    case 3 -> "421 4.3.2 closing";
                    default -> "250 done";
                };
            }
            return ScriptedSink.accept(line);
        })) {
            SmtpLoadResult result = SmtpLoad.run(SmtpLoadPlan.of(sink.address(), RECIPIENTS).withMessages(3, 500), SmtpLoadListener.NONE);
            assertThat(result.acknowledged().stream()).containsExactly(1, 2, 3);
            assertThat(sink.messages()).hasSize(3);
            assertThat(result.connections()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsWhatIsRefused(boolean pipelining) throws Exception {
        try (ScriptedSink sink = new ScriptedSink(line -> {
            if (line.startsWith(". ")) {
                return line.contains("Number: 4\r\n") ? "554 5.6.0 no" : line.equals(". ") ? "554 5.5.1 no recipients" : "250 done";
            }
            return line.contains("smith") ? "550 5.1.1 no such mailbox" : ScriptedSink.accept(line);
        })) {
            SmtpLoadPlan plain = SmtpLoadPlan.of(sink.address(), List.of("jones@example.org", "smith@example.org", "jones@example.org"))
                    .withMessages(6, 500);
            SmtpLoadResult result = SmtpLoad.run(pipelining ? plain.withPipelining() : plain, SmtpLoadListener.NONE);
            assertThat(result.refused().stream()).containsExactly(2, 4, 5);
            assertThat(result.acknowledged().stream()).containsExactly(1, 3, 6);
            assertThat(result.replies()).containsEntry(550, 2L);
        }
    }

    @Test
    void keepsToARate() throws Exception {
        try (ScriptedSink sink = new ScriptedSink(ScriptedSink::accept)) {
            SmtpLoadResult result = SmtpLoad.run(
                    SmtpLoadPlan.of(sink.address(), RECIPIENTS).withSessions(4).withMessages(21, 500).withRate(50), SmtpLoadListener.NONE);
            assertThat(result.acknowledged().cardinality()).isEqualTo(21);
            assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void endsAtTheDeadlineWhenThereIsNoServer() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));        // it does not listen, and nobody else can
            // A machine that stands still may see but one try before the deadline.
            for (int limit = 300; tries.get() < 2; limit *= 2) {
                assertThat(limit).isLessThan(60_000);
                tries.set(0);
                SmtpLoadResult result = SmtpLoad.run(SmtpLoadPlan.of((InetSocketAddress) nobody.getLocalSocketAddress(), RECIPIENTS)
                        .withLimits(Duration.ofSeconds(1), Duration.ofMillis(limit)), new SmtpLoadListener() {
                            @Override
                            public void connectionLost(String cause) {
                                tries.incrementAndGet();
                            }
                        });
                assertThat(result.acknowledged().cardinality()).isZero();
            }
        }
    }
}
