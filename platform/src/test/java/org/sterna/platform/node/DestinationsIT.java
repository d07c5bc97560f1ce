package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.drill.RelaySink;
import org.sterna.platform.drill.SinkFaults;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;

/** What next hops see of the limits that an operator sets for them, how a dead one is spared, and how one is frozen and thawed from the command line. */
class DestinationsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int CONNECTIONS = 3;
    private static final int PER_CONNECTION = 7;
    private static final int PER_SECOND = 20;

    private static RelaySink few;
    private static RelaySink slow;
    private static RelaySink frozen;
    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        few = RelaySink.open(0, SinkFaults.none());
        slow = RelaySink.open(0, SinkFaults.none());
        frozen = RelaySink.open(0, SinkFaults.none());
        node = NodeProcess.prepare("destinations", "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]", "sterna.limits.enabled=false",
                "sterna.relay.connect-timeout=2s", "sterna.relay.command-timeout=1s", "sterna.queue.first-retry=1s", "sterna.queue.longest-retry=2s",
                "sterna.destinations.failures=2", "sterna.destinations.first-pause=1s", "sterna.destinations.longest-pause=1s");
        node.config("sterna.destinations.rules = [\n"
                + "{ match = [\"" + next(few) + "\"], connections = " + CONNECTIONS + ", messages-per-connection = " + PER_CONNECTION + " }\n"
                + "{ match = [\"" + next(slow) + "\"], connections = 2, rates = [\"" + PER_SECOND + " messages per 1 s\"] }\n]\n");
        node.start();
        node.admin("domain", "add", "example.org");
        node.admin("route", "add", "few.test", next(few));
        node.admin("route", "add", "slow.test", next(slow));
        node.admin("route", "add", "frozen.test", next(frozen));
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
        for (RelaySink sink : new RelaySink[] {few, slow, frozen}) {
            if (sink != null) {
                sink.close();
            }
        }
    }

    @AfterEach
    void endsWithAnEmptyQueue() {
        assertThat(node.list("queue", "list")).isEmpty();
    }

    private static String next(RelaySink sink) {
        return "127.0.0.1:" + sink.address().getPort();
    }

    private static void load(String domain, int messages) throws InterruptedException {
        SmtpLoad.run(SmtpLoadPlan.of(node.smtp(), List.of("jones@" + domain)).withMessages(messages, 2_000).withSessions(4)
                .withRun(domain.replace('.', '-'), Instant.parse("2026-03-01T12:00:00Z")), SmtpLoadListener.NONE);
    }

    @Test
    @Timeout(900)
    void noMoreConnectionsAndMessagesOnEachThanAllowed() throws InterruptedException {
        load("few.test", 400);
        Await.until("the sink has all", PATIENCE, () -> few.tally().distinct() == 400);
        node.awaitEmptyQueue(PATIENCE);
        assertThat(few.tally().mostConnections()).isEqualTo(CONNECTIONS);
        assertThat(few.tally().mostOnOneConnection()).isEqualTo(PER_CONNECTION);
        assertThat(few.tally().accepted()).isEqualTo(400);
    }

    @Test
    @Timeout(900)
    void noMoreMessagesInATimeThanAllowed() throws InterruptedException {
        int messages = 120;
        load("slow.test", messages);
        Await.until("the sink has all", PATIENCE, () -> slow.tally().distinct() == messages);
        node.awaitEmptyQueue(PATIENCE);
        // What is under way on the two connections may arrive late, together with what comes after it.
        assertThat(slow.tally().mostInASecond()).isBetween(PER_SECOND / 2, PER_SECOND + 2);
        assertThat(slow.tally().accepted()).isEqualTo(messages);
    }

    /** Takes connections and says nothing. */
    private static final class SilentHost implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(NodeProcess.freePort(), 100, InetAddress.getByName("127.0.0.1"));
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger mostOpen = new AtomicInteger();
        private final AtomicInteger all = new AtomicInteger();

        private final Thread acceptor = thread(this::accept);

        private SilentHost() throws IOException { }

        private static Thread thread(Runnable work) {
            Thread thread = new Thread(work, "silent-host");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    all.incrementAndGet();
                    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                    thread(() -> hear(socket));
                }
            } catch (IOException closed) {
                // the end of this thread
            }
        }

        private void hear(Socket socket) {
            try (socket) {
                socket.getInputStream().readAllBytes();
            } catch (IOException reset) {
                // the client has gone
            } finally {
                open.decrementAndGet();
            }
        }

        private void forget() {
            mostOpen.set(open.get());
            all.set(0);
        }

        /** The port is free when nobody waits at it any more. */
        @Override
        public void close() throws IOException {
            server.close();
            Await.until("the port is free", PATIENCE, () -> !acceptor.isAlive());
        }
    }

    @Test
    @Timeout(900)
    void aDeadHostGetsOneProbeAtATime() throws Exception {
        int messages = 60;
        int port;
        try (SilentHost dead = new SilentHost()) {
            port = dead.server.getLocalPort();
            node.admin("route", "add", "dead.test", "127.0.0.1:" + port);
            load("dead.test", messages);
            Await.until("it is down", PATIENCE, () -> node.admin("destination", "show", "127.0.0.1:" + port).contains("down since ") && dead.open.get() == 0);
            long begun = System.nanoTime();
            dead.forget();
            Await.until("it is probed", PATIENCE, () -> dead.all.get() >= 3);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            assertThat(dead.mostOpen.get()).as("connections at one time").isEqualTo(1);
            assertThat(seconds).as("seconds for three probes with a pause of one second between them").isGreaterThanOrEqualTo(2);
            assertThat(node.list("queue", "list", "--domain", "dead.test")).hasSize(messages);
        }
        try (RelaySink back = RelaySink.open(port, SinkFaults.none())) {
            Await.until("the sink has all", PATIENCE, () -> back.tally().distinct() == messages);
            node.awaitEmptyQueue(PATIENCE);
            assertThat(back.tally().accepted()).isEqualTo(messages);
        }
    }

    @Test
    @Timeout(900)
    void aFrozenDestinationGetsNothingUntilItIsThawed() throws Exception {
        AdminResult done = node.command("destination", "freeze", next(frozen), "--reason", "they asked for it");
        assertThat(done.status()).as(done.error()).isZero();
        load("frozen.test", 50);
        Await.until("all wait", PATIENCE, () -> node.list("queue", "list", "--domain", "frozen.test", "--state", "ready,deferred").size() == 50);
        assertThat(node.command("destination", "list").output()).containsPattern(next(frozen) + "  frozen since [^ ]+: they asked for it");
        assertThat(node.command("queue", "count").output()).containsPattern("(?m)^" + next(frozen) + " +50 ");
        assertThat(frozen.tally().connections()).isZero();
        assertThat(node.command("destination", "thaw", next(frozen)).status()).isZero();
        Await.until("the sink has all", PATIENCE, () -> frozen.tally().distinct() == 50);
        node.awaitEmptyQueue(PATIENCE);
        assertThat(frozen.tally().accepted()).isEqualTo(50);
    }
}
