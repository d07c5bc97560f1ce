package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.drill.RelaySink;
import org.sterna.platform.drill.SinkFault;
import org.sterna.platform.drill.SinkFaults;
import org.sterna.platform.drill.SinkTally;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;

/**
 * A node is killed again and again while it relays to a next hop that fails a fifth of the transactions. Nothing acknowledged is lost (RFC 5321 section 6.1),
 * and a message comes twice only where it had to: once more for each time that the reply to its final dot is recorded as lost.
 *
 * <p>The everyday size is small; {@code -Dsterna.crash.kills=30 -Dsterna.crash.messages=20000} is the long one, {@code -Dsterna.crash.seed} another run of
 * chance.
 */
class RelayCrashIT {
    private static final int KILLS = Integer.getInteger("sterna.crash.kills", 2);
    private static final int MESSAGES = Integer.getInteger("sterna.crash.messages", 600);
    private static final long SEED = Long.getLong("sterna.crash.seed", 1);
    private static final int SESSIONS = 20;
    private static final double FAILING = 0.2;
    /** Of one step: a start, the way to the next kill. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration ALL = PATIENCE.plus(Duration.ofSeconds(150).multipliedBy(KILLS)).plus(Duration.ofMillis(50).multipliedBy(MESSAGES));

    private RelaySink sink;
    private NodeProcess node;

    @AfterEach
    void end() {
        if (node != null) {
            node.close();
        }
        if (sink != null) {
            sink.close();
        }
    }

    private void start() throws IOException {
        sink = RelaySink.open(0, SinkFaults.of(FAILING, SEED));
        node = NodeProcess.prepare("relay-crash", "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]", "sterna.limits.enabled=false",
                "sterna.queue.first-retry=200ms", "sterna.queue.longest-retry=1s", "sterna.queue.ambiguous.first-retry=500ms",
                "sterna.queue.ambiguous.longest-retry=1s", "sterna.queue.ambiguous.limit=1000", "sterna.destinations.first-pause=200ms",
                "sterna.destinations.longest-pause=1s");
        node.start();
        node.admin("route", "add", "sink.test", "127.0.0.1:" + sink.address().getPort());
    }

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void nothingIsLostAndOnlyTheAmbiguousComesTwice() throws Exception {
        start();
        SmtpLoadPlan plan = SmtpLoadPlan.of(node.smtp(), List.of("jones@sink.test", "smith@sink.test")).withSessions(SESSIONS).withMessages(MESSAGES, 3_000)
                .withRun("relay-crash", Instant.parse("2026-03-01T12:00:00Z")).withSendingAgain().withLimits(Duration.ofSeconds(60), ALL);
        CompletableFuture<SmtpLoadResult> load = CompletableFuture.supplyAsync(() -> run(plan), task -> new Thread(task, "load").start());
        kill();
        SmtpLoadResult result = load.get(ALL.toSeconds(), TimeUnit.SECONDS);
        System.out.println(result);
        assertThat(result.acknowledged().cardinality()).as("acknowledged in the end: %s", result).isEqualTo(MESSAGES);
        node.awaitEmptyQueue(PATIENCE);
        node.note("the queue is empty");
        assertArrivals(plan);
    }

    private static SmtpLoadResult run(SmtpLoadPlan plan) {
        try {
            return SmtpLoad.run(plan, SmtpLoadListener.NONE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Each time when by chance so and so many more have come to the sink, so that the last time is still in the middle of it. */
    private void kill() throws IOException {
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            int before = sink.tally().distinct();
            int share = 2 * (MESSAGES - before) / (KILLS - kill + 2);
            int at = Math.min(MESSAGES - SESSIONS, before + 1 + random.nextInt(Math.max(1, share)));
            Await.until(at + " messages have come", PATIENCE, () -> sink.tally().distinct() >= at);
            assertThat(sink.tally().distinct()).as("the relaying must not be over before kill %d", kill).isLessThan(MESSAGES);
            node.note("kill " + kill + " at " + sink.tally().distinct());
            node.kill9();
            System.out.println("kill " + kill + " at " + sink.tally().distinct() + ", ready again after " + node.start().toMillis() + " ms");
        }
    }

    private void assertArrivals(SmtpLoadPlan plan) {
        Map<String, SinkTally.Arrivals> arrivals = sink.tally().arrivals();
        List<String> lost = new ArrayList<>();
        List<String> doubled = new ArrayList<>();
        int copies = 0;
        int recorded = 0;
        for (int number = 1; number <= MESSAGES; number++) {
            SinkTally.Arrivals came = arrivals.get(plan.messageId(number));
            if (came == null || came.accepted() == 0) {
                lost.add(plan.messageId(number) + ": " + came);
            } else if (came.copies() > 1) {
                int ambiguous = came.traces().stream().mapToInt(this::ambiguous).sum();
                copies += came.copies() - 1;
                recorded += ambiguous;
                if (came.copies() > 1 + ambiguous) {
                    doubled.add(plan.messageId(number) + ": " + came + ", recorded as ambiguous " + ambiguous + " times");
                }
            }
        }
        System.out.printf("%d messages, %d copies more of some of them, %d ambiguous attempts recorded of these; the sink made %s%n", arrivals.size(), copies,
                recorded, sink.tally().faults());
        assertThat(lost).as("acknowledged, and never accepted by the sink").isEmpty();
        assertThat(doubled).as("came more often than is explained").isEmpty();
        assertThat(arrivals).as("nothing but what was sent").hasSize(MESSAGES);
        assertThat(sink.tally().faults().keySet()).as("every trouble was made").containsExactly(SinkFault.values());
    }

    /** How often it is recorded of a message that the reply to its final dot was lost. */
    private int ambiguous(String queueId) {
        return (int) node.list("queue", "show", queueId).stream().filter(event -> event.getString("event").equals("ambiguous")).count();
    }
}
