package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;
import org.sterna.protocols.message.HeaderFields;

/**
 * What was answered with 250 is ours (RFC 5321 section 6.1): processes are killed in the middle of a load, and afterwards
 * every acknowledged message is in its mailbox, once, octet for octet.
 */
class CrashIT {
    private static final int SESSIONS = 20;
    private static final List<Integer> KILLED_AT = List.of(400, 900, 1_400);
    /** Each is killed so often; {@code -Dsterna.crash.node-kills=3 -Dsterna.crash.cassandra-kills=3} is the long run. */
    private static final int NODE_KILLS = Integer.getInteger("sterna.crash.node-kills", 2);
    private static final int CASSANDRA_KILLS = Integer.getInteger("sterna.crash.cassandra-kills", 2);
    private static final int BEHIND_THE_LAST_KILL = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        node = NodeProcess.start("crash", "sterna.queue.first-retry=500ms", "sterna.queue.longest-retry=2s");
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    /** A load under way, in threads of its own. */
    private static final class Load implements SmtpLoadListener {
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final SmtpLoadPlan plan;
        private final CompletableFuture<SmtpLoadResult> result;

        Load(SmtpLoadPlan plan) {
            this.plan = plan;
            result = CompletableFuture.supplyAsync(() -> {
                try {
                    return SmtpLoad.run(plan, this);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }, task -> new Thread(task, "load").start());
        }

        @Override
        public void acknowledged(int number, String reply) {
            acknowledged.incrementAndGet();
        }

        void awaitAcknowledged(int count) {
            Await.until(count + " messages are acknowledged", PATIENCE, () -> {
                assertThat(result).as("the load must not be over before it is disturbed").isNotDone();
                return acknowledged.get() >= count;
            });
        }

        SmtpLoadResult result() throws Exception {
            return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Load load(String run, int messages, List<String> recipients) {
        return new Load(SmtpLoadPlan.of(node.smtp(), recipients).withSessions(SESSIONS).withMessages(messages, 3_000)
                .withRun(run, Instant.parse("2026-03-01T12:00:00Z")).withLimits(Duration.ofSeconds(60), PATIENCE));
    }

    @Test
    @Timeout(1800)
    void nothingAcknowledgedIsLostOrDoubledWhenTheNodeIsKilled() throws Exception {
        List<Integer> killedAt = KILLED_AT.subList(0, NODE_KILLS);
        Load load = load("node-killed", killedAt.get(killedAt.size() - 1) + BEHIND_THE_LAST_KILL, node.accounts("node", 10));
        for (int count : killedAt) {
            load.awaitAcknowledged(count);
            node.note("killed at " + load.acknowledged.get());
            node.kill9();
            System.out.println("killed at " + load.acknowledged.get() + ", ready again after " + node.start().toMillis() + " ms");
        }
        SmtpLoadResult result = load.result();
        System.out.println(result);
        assertDelivered(load.plan, result);
        assertSessionsBeforeTheCrashAreTold();
    }

    @Test
    @Timeout(1800)
    void nothingAcknowledgedIsLostOrDoubledWhenCassandraIsKilled() throws Exception {
        List<Integer> killedAt = KILLED_AT.subList(0, CASSANDRA_KILLS);
        Load load = load("cassandra-killed", killedAt.get(killedAt.size() - 1) + BEHIND_THE_LAST_KILL, node.accounts("cassandra", 10));
        for (int count : killedAt) {
            load.awaitAcknowledged(count);
            long killed = node.cassandraPid();
            node.note("Cassandra " + killed + " killed at " + load.acknowledged.get());
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            int before = load.acknowledged.get();
            Await.until("Cassandra is back", PATIENCE, () -> node.cassandraPid() != killed && node.cassandraPid() > 0);
            System.out.println("Cassandra killed at " + before);
        }
        SmtpLoadResult result = load.result();
        System.out.println(result);
        // While the store is away the answer is late or, once a statement's time is over, 4xx; TroubleIT waits for the latter.
        assertThat(result.replies().keySet()).as(result.toString()).allMatch(code -> code / 100 != 5);
        assertThat(result.replyLost().cardinality()).as("replies lost: the node itself lives on").isZero();
        assertThat(result.connections()).isEqualTo(SESSIONS);
        assertDelivered(load.plan, result);
    }

    private static void assertDelivered(SmtpLoadPlan plan, SmtpLoadResult result) throws IOException {
        node.awaitEmptyQueue(PATIENCE);
        BitSet seen = new BitSet();
        for (String recipient : plan.recipients()) {
            for (String message : Maildrop.read(node, recipient)) {
                int number = Integer.parseInt(HeaderFields.parse(message).first(SmtpLoadPlan.NUMBER_FIELD).orElseThrow().body().strip());
                assertThat(seen.get(number)).as("message %d is there twice", number).isFalse();
                seen.set(number);
                assertThat(plan.recipient(number)).isEqualTo(recipient);
                Maildrop.assertOctets(message, plan.message(number));
            }
        }
        BitSet lost = (BitSet) result.acknowledged().clone();
        lost.andNot(seen);
        assertThat(lost.stream().boxed().toList()).as("acknowledged and lost").isEmpty();
        BitSet unasked = (BitSet) seen.clone();
        unasked.andNot(result.acknowledged());
        System.out.println(seen.cardinality() + " delivered, " + unasked.cardinality() + " of them not acknowledged");
    }

    /** By the node that was started after it. */
    private static void assertSessionsBeforeTheCrashAreTold() {
        Optional<? extends Config> cutOff = node.list("session", "list").stream()
                .filter(session -> session.getString("ended").startsWith("lost") && session.getInt("messages") > 0).findFirst();
        assertThat(cutOff).as("a session that the crash cut off").isPresent();
        List<? extends Config> events = node.list("session", "show", cutOff.get().getString("id"));
        assertThat(events).extracting(event -> event.getString("event")).startsWith("opened").endsWith("lost")
                .contains("transaction accepted", "reply delivered");
        assertThat(events.get(0).getString("detail")).startsWith("smtp from ").contains("127.0.0.1");
        String queueId = events.stream().filter(event -> event.getString("event").equals("transaction accepted")).findFirst().orElseThrow()
                .getString("detail");
        assertThat(node.list("queue", "show", queueId)).extracting(event -> event.getString("event")).contains("accepted", "delivered", "completed");
    }
}
