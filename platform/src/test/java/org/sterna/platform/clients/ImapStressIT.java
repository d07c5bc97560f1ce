package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.drill.imap.ImapWire;
import org.sterna.platform.drill.imap.StressRun;
import org.sterna.platform.drill.imap.StressWorld;
import org.sterna.platform.node.NodeProcess;

/**
 * Random clients on a real node. The everyday length is 24 seconds with 16 connections; the long one is
 * {@code -Dsterna.stress.connections=64 -Dsterna.stress.seconds=600}. A seed that failed is given again by {@code -Dsterna.stress.seed}; what the
 * clients choose follows from it, but not who is first.
 */
class ImapStressIT {
    private static final int CONNECTIONS = Integer.getInteger("sterna.stress.connections", 16);
    private static final int SECONDS = Integer.getInteger("sterna.stress.seconds", 24);
    private static final long SEED = Long.getLong("sterna.stress.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    private static final Duration BETWEEN_QUIET_POINTS = Duration.ofSeconds(6);
    /** Of the time; the rest is for the other tests. */
    private static final int IN_MANY = 2;
    private static final int MOST_MESSAGES = 80;

    private static NodeProcess node;

    @BeforeAll
    static void start() throws Exception {
        node = NodeProcess.start("imap-stress", "sterna.limits.enabled=false");
        node.accounts("one", "many");
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Timeout(1200)
    void everySessionOfOneMailboxIsToldNothingButTheTruth() throws Exception {
        stress("one", List.of("box0"));
    }

    @Test
    @Timeout(1200)
    void andOfMany() throws Exception {
        stress("many", List.of("box0", "box1", "box2", "box3"));
    }

    private static void stress(String account, List<String> mailboxes) throws Exception {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", node.port("imaps"));
        try (ImapWire wire = ImapWire.connect(server, true)) {
            wire.read();
            wire.must("LOGIN " + account + "@example.org \"" + NodeProcess.PASSWORD + "\"");
            for (String mailbox : mailboxes) {
                wire.must("CREATE " + mailbox);
            }
        }
        StressRun run = new StressRun(new StressWorld(server, true, account + "@example.org", NodeProcess.PASSWORD, mailboxes, MOST_MESSAGES), SEED,
                (mailbox, since) -> log(account + "@example.org", mailbox, since));
        try {
            run.run(CONNECTIONS, Duration.ofSeconds(SECONDS / IN_MANY), BETWEEN_QUIET_POINTS);
        } finally {
            System.out.println(account + ": " + run);
        }
        assertThat(run.compared()).as("views compared").isPositive();
        assertThat(node.log()).doesNotContain("Internal error", "ERROR");
    }

    private static List<String> log(String account, String mailbox, Optional<Instant> since) {
        List<String> command = new ArrayList<>(List.of("mailbox", "log", account, mailbox, "--limit", "100000"));
        since.ifPresent(time -> command.addAll(List.of("--since", time.toString())));
        return node.admin(command.toArray(String[]::new)).lines().toList();
    }
}
