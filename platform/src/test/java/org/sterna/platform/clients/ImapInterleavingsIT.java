package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.platform.drill.imap.ImapWire;
import org.sterna.platform.drill.imap.Mode;
import org.sterna.platform.drill.imap.ProtocolError;
import org.sterna.platform.drill.imap.QuietPoint;
import org.sterna.platform.drill.imap.StressClient;
import org.sterna.platform.drill.imap.StressWorld;
import org.sterna.platform.node.NodeProcess;

/**
 * Sessions that take turns, a command each, in an order that follows from a seed: what one did is seen by the others at any of their commands, and what
 * fails is repeated by {@code -Dsterna.interleavings.seed}. {@code -Dsterna.interleavings.rounds} makes it longer.
 */
class ImapInterleavingsIT {
    private static final int ROUNDS = Integer.getInteger("sterna.interleavings.rounds", 4);
    private static final long SEED = Long.getLong("sterna.interleavings.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    private static final int TURNS = 150;

    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        node = NodeProcess.start("imap-interleavings", "sterna.limits.enabled=false");
        node.accounts("turns");
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "10, 1", "2, 3", "10, 3"})
    @Timeout(600)
    void inWhateverOrderTheyTakeTurns(int sessions, int mailboxes) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            try {
                takeTurns(sessions, mailboxes, seed);
            } catch (ProtocolError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void takeTurns(int sessions, int count, long seed) throws IOException {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", node.port("imaps"));
        List<String> mailboxes = new ArrayList<>();
        try (ImapWire wire = ImapWire.connect(server, true)) {
            wire.read();
            wire.must("LOGIN turns@example.org \"" + NodeProcess.PASSWORD + "\"");
            for (int number = 0; number < count; number++) {
                mailboxes.add("s" + sessions + "m" + count + "." + seed + "." + number);
                wire.must("CREATE " + mailboxes.get(number));
            }
        }
        StressWorld world = new StressWorld(server, true, "turns@example.org", NodeProcess.PASSWORD, mailboxes, 15);
        List<StressClient> clients = new ArrayList<>();
        try {
            Random random = new Random(seed);
            for (int number = 0; number < sessions; number++) {
                clients.add(new StressClient(world, number, Mode.values()[random.nextInt(Mode.values().length)], seed));
            }
            for (int turn = 0; turn < TURNS; turn++) {
                clients.get(random.nextInt(sessions)).act();
            }
            for (StressClient each : clients) {
                each.enter();
            }
            assertThat(QuietPoint.reached(world, clients)).as("views compared").isEqualTo(sessions);
        } finally {
            for (StressClient each : clients) {
                each.close();
            }
        }
    }
}
