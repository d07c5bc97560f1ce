package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.drill.RelaySink;
import org.sterna.platform.drill.SinkFaults;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;

/**
 * Thousands of messages come, wait for their retries and go, and Cassandra's own statistics say that nothing reads what was deleted: not while they
 * pass, not by the node that takes over after a crash, not by a start of both.
 *
 * <p>The everyday size is small; {@code -Dsterna.churn.messages=200000} is the long one.
 */
class QueueChurnIT {
    private static final int MESSAGES = Integer.getInteger("sterna.churn.messages", 1_500);
    private static final double FAILING = 0.15;
    private static final Duration PATIENCE = Duration.ofMinutes(3).plus(Duration.ofMillis(20).multipliedBy(MESSAGES));
    private static final Pattern PORT = Pattern.compile("(?m)^native_transport_port: (\\d+)");
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    /** Cassandra's histogram has no place for zero: it counts a read of none with those of one. */
    private static final long NONE = 1;

    private final Map<String, Long> most = new TreeMap<>();
    private final Map<String, Long> reads = new TreeMap<>();
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

    private CqlSession cassandra() throws IOException {
        Matcher port = PORT.matcher(Files.readString(node.data().resolve("cassandra/cassandra.yaml")));
        assertThat(port.find()).isTrue();
        return CqlSession.builder().addContactPoint(new InetSocketAddress("127.0.0.1", Integer.parseInt(port.group(1)))).withLocalDatacenter("datacenter1")
                .withConfigLoader(DriverConfigLoader.programmaticBuilder().withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30)).build()).build();
    }

    /** Remembers the most that any read came across: Cassandra forgets in the course of minutes. */
    private void look(CqlSession cql) {
        for (Row row : cql.execute("SELECT table_name, count, max FROM system_views.tombstones_per_read WHERE keyspace_name = 'sterna' ALLOW FILTERING")) {
            String table = row.getString("table_name");
            most.merge(table, ((Number) row.getObject("max")).longValue(), Math::max);
            reads.merge(table, ((Number) row.getObject("count")).longValue(), Math::max);
        }
    }

    private void assertNoTombstones(String when) {
        System.out.println(when + ": reads " + reads + ", most tombstones of one read " + most);
        assertThat(most).as("most tombstones that one read met, by table, %s", when).isNotEmpty().allSatisfy((table, count) -> assertThat(count).as(table).isLessThanOrEqualTo(NONE));
        most.clear();
        reads.clear();
    }

    private void awaitEmptyQueue(CqlSession cql) {
        long[] next = {System.nanoTime()};
        Await.until("the queue is empty", PATIENCE, () -> {
            if (System.nanoTime() - next[0] > 0) {
                look(cql);
                next[0] = System.nanoTime() + BETWEEN_LOOKS.toNanos();
            }
            return sink.tally().distinct() == MESSAGES && node.status().getInt("delivering") == 0 && node.list("queue", "list").isEmpty();
        });
        look(cql);
    }

    @Test
    @Timeout(value = 150, unit = TimeUnit.MINUTES)
    void nothingReadsWhatIsGone() throws Exception {
        sink = RelaySink.open(0, SinkFaults.of(FAILING, 1));
        node = NodeProcess.prepare("queue-churn", "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]", "sterna.limits.enabled=false",
                "sterna.queue.first-retry=500ms", "sterna.queue.longest-retry=2s", "sterna.queue.ambiguous.first-retry=500ms",
                "sterna.queue.ambiguous.longest-retry=2s", "sterna.queue.ambiguous.limit=1000", "sterna.destinations.first-pause=200ms",
                "sterna.destinations.longest-pause=1s");
        node.start();
        node.admin("route", "add", "sink.test", "127.0.0.1:" + sink.address().getPort());
        SmtpLoadPlan plan = SmtpLoadPlan.of(node.smtp(), List.of("jones@sink.test")).withSessions(10).withMessages(MESSAGES, 2_000)
                .withRun("churn", Instant.parse("2026-03-01T12:00:00Z")).withLimits(Duration.ofSeconds(60), PATIENCE);
        SmtpLoadResult result = SmtpLoad.run(plan, SmtpLoadListener.NONE);
        assertThat(result.acknowledged().cardinality()).as("%s", result).isEqualTo(MESSAGES);
        try (CqlSession cql = cassandra()) {
            awaitEmptyQueue(cql);
            assertThat(sink.tally().accepted()).isGreaterThanOrEqualTo(MESSAGES);
            assertThat(sink.tally().faults().values().stream().mapToLong(Long::longValue).sum()).as("troubles made").isGreaterThan(MESSAGES / 10);
            assertNoTombstones("while messages came and went");
            node.kill9();
            node.start();
            askEverything();
            look(cql);
            assertNoTombstones("after a crash");
        }
        node.stop();
        node.start();
        askEverything();
        try (CqlSession cql = cassandra()) {
            look(cql);
            assertNoTombstones("after a stop and a start");
        }
    }

    /** Every slice is recovered, and the trace index is read. */
    private void askEverything() {
        assertThat(node.list("queue", "list")).isEmpty();
        assertThat(node.admin("queue", "count")).isNotEmpty();
        assertThat(node.admin("trace", "jones@sink.test", "--limit", "5")).contains("completed");
    }
}
