package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;

/**
 * An operator's commands on a long queue, as whole processes with the start of their JVM. The everyday length is small and its times are only printed;
 * {@code -Dsterna.queue.messages=100000} is the long one, whose commands must answer in {@code -Dsterna.queue.seconds=2}.
 */
class QueueCommandsIT {
    private static final int EVERYDAY = 3_000;
    private static final int MESSAGES = Integer.getInteger("sterna.queue.messages", EVERYDAY);
    private static final double SECONDS = Double.parseDouble(System.getProperty("sterna.queue.seconds", "2"));
    private static final int DOMAINS = 20;
    private static final int TIMES = MESSAGES > EVERYDAY ? 3 : 1;
    private static final Duration PATIENCE = Duration.ofMinutes(3).plus(Duration.ofMillis(20).multipliedBy(MESSAGES));

    private static NodeProcess node;
    private static SmtpLoadPlan plan;

    @BeforeAll
    static void start() throws Exception {
        node = NodeProcess.prepare("queue-commands", "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]", "sterna.limits.enabled=false",
                "sterna.queue.first-retry=30m");
        node.start();
        List<String> recipients = IntStream.range(0, DOMAINS).mapToObj(number -> "jones@dead" + number + ".test").toList();
        for (int number = 0; number < DOMAINS; number++) {
            node.admin("route", "add", "dead" + number + ".test", "127.0.0.1:" + (1 + number));
        }
        plan = SmtpLoadPlan.of(node.smtp(), recipients).withSessions(10).withMessages(MESSAGES, 2_000)
                .withRun("commands", Instant.parse("2026-03-01T12:00:00Z")).withLimits(Duration.ofSeconds(60), PATIENCE);
        SmtpLoadResult result = SmtpLoad.run(plan, SmtpLoadListener.NONE);
        System.out.println(result);
        assertThat(result.acknowledged().cardinality()).isEqualTo(MESSAGES);
        Await.until("all wait", PATIENCE, () -> node.status().getInt("delivering") == 0);
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    /** The last answer to a command that is given some times; the best time counts, for the machine may have other things to do. */
    private static AdminResult timed(String... command) throws IOException {
        double best = Double.MAX_VALUE;
        Optional<AdminResult> last = Optional.empty();
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            AdminResult result = node.command(command);
            best = Math.min(best, (System.nanoTime() - begun) / 1e9);
            assertThat(result.status()).as("%s: %s", String.join(" ", command), result.error()).isZero();
            last = Optional.of(result);
        }
        System.out.printf("%d messages wait: %s took %.2f s%n", MESSAGES, String.join(" ", command), best);
        if (MESSAGES > EVERYDAY) {
            assertThat(best).as(String.join(" ", command)).isLessThan(SECONDS);
        }
        return last.orElseThrow();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void allAnswerSoon() throws IOException {
        assertThat(timed("queue", "list").output().lines().filter(line -> line.contains("<load@example.net> to <jones@dead"))).hasSize(100);
        assertThat(timed("queue", "list", "--sort", "recipient", "--limit", "10").output().lines().skip(1)).hasSize(10)
                .allSatisfy(line -> assertThat(line).contains("jones@dead0.test"));
        assertThat(timed("queue", "list", "--domain", "dead7.test", "--older", "1s", "--json").output()).contains("dead7.test").doesNotContain("dead8.test");
        assertThat(timed("queue", "count").output()).containsPattern("(?m)^all +" + MESSAGES + " ").containsPattern("(?m)^127\\.0\\.0\\.1:3 +" + MESSAGES / DOMAINS + " ");
        assertThat(timed("queue", "count", "--by", "state", "--domain", "dead*.test").output()).contains("ready", "deferred");

        Config one = node.list("queue", "list", "--recipient", "jones@dead5.test", "--limit", "1").get(0);
        assertThat(timed("queue", "show", one.getString("id")).output()).contains("accepted", "jones@dead5.test");
        assertThat(timed("trace", one.getString("id")).output()).startsWith("message " + one.getString("id"));
        int number = MESSAGES / 2;
        assertThat(timed("trace", plan.messageId(number)).output()).contains("<" + plan.recipient(number) + ">", "now: waits in slice");
        assertThat(timed("trace", "jones@dead9.test").output()).contains("<jones@dead9.test>");
        assertThat(timed("trace", "load@example.net").output()).contains("accepted from <load@example.net>");
    }
}
