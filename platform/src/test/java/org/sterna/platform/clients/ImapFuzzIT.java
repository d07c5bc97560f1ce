package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.drill.imap.CommandMutator;
import org.sterna.platform.drill.imap.ImapWire;
import org.sterna.platform.drill.imap.ProtocolError;
import org.sterna.platform.drill.imap.Response;
import org.sterna.platform.node.NodeProcess;

/**
 * Commands that are nearly right, in every state: each is answered in the form of RFC 9051, or the connection ends; nothing is logged as a failure of the
 * node, and others are served. {@code -Dsterna.fuzz.seconds} makes it longer for each state, {@code -Dsterna.fuzz.seed} repeats one.
 */
class ImapFuzzIT {
    private static final int SECONDS = Integer.getInteger("sterna.fuzz.seconds", 3);
    private static final long SEED = Long.getLong("sterna.fuzz.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    /** Long enough for a machine with other things to do. */
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(30);
    private static final int PROBES = 4;

    private static NodeProcess node;

    private int inputs;
    private int connections;

    @BeforeAll
    static void start() throws IOException {
        node = NodeProcess.start("imap-fuzz", "sterna.limits.enabled=false");
        node.accounts("outside", "inside", "selected", "idle", "literal", "other", "worst");
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    private static ImapWire connect() throws IOException {
        ImapWire wire = ImapWire.connect(new InetSocketAddress("127.0.0.1", node.port("imaps")), true);
        wire.read();
        return wire;
    }

    private static ImapWire login(String user) throws IOException {
        ImapWire wire = connect();
        wire.must("LOGIN " + user + "@example.org \"" + NodeProcess.PASSWORD + "\"");
        return wire;
    }

    /** How a connection comes into the state. */
    private interface Entry {
        ImapWire enter() throws IOException;
    }

    private void fuzz(String state, Entry entry) throws IOException {
        CommandMutator mutator = new CommandMutator(SEED);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        try {
            while (System.nanoTime() - end < 0) {
                connections++;
                try (ImapWire wire = entry.enter()) {
                    boolean open = true;
                    while (open && System.nanoTime() - end < 0) {
                        open = survives(wire, mutator.next());
                    }
                }
            }
        } catch (ProtocolError e) {
            throw new AssertionError("seed " + SEED + ", " + state + ": " + e.getMessage(), e);
        }
        try (ImapWire other = login("other")) {
            other.must("SELECT INBOX");
        }
        System.out.println(state + ", seed " + SEED + ": " + inputs + " inputs on " + connections + " connections");
        assertThat(node.log()).as("seed %d", SEED).doesNotContain("ERROR", "Exception", "internal error", "Internal error");
        assertThat(inputs).isPositive();
    }

    /** Whether the connection can be used behind it. What waits for more of a literal is ended from this side, and must end then. */
    private boolean survives(ImapWire wire, byte[] input) throws IOException {
        inputs++;
        try {
            wire.send(input);
            for (int probe = 0; probe < PROBES; probe++) {
                String tag = "probe" + inputs + "." + probe;
                // Ends a line that has none, a dialogue of AUTHENTICATE and IDLE.
                wire.send((probe == 0 ? "\r\n" : "DONE\r\n") + tag + " NOOP\r\n");
                boolean[] answered = {false};
                while (!answered[0] && wire.readWithin(QUIET, response -> answered[0] = response.tag().equals(tag) && response.is("OK"))) {
                    continue;
                }
                if (answered[0]) {
                    return true;
                }
            }
            wire.drain(END);
            return false;
        } catch (EOFException | SocketException | SSLException ended) {
            assertThat(wire.history()).as("a connection that the node ends is told why, or was asked to").containsAnyOf("BYE");
            return false;
        } catch (ProtocolError e) {
            throw new ProtocolError(e.getMessage() + "\n" + wire.history(), e);
        }
    }

    @Test
    @Timeout(900)
    void beforeAuthentication() throws IOException {
        fuzz("not authenticated", ImapFuzzIT::connect);
    }

    @Test
    @Timeout(900)
    void authenticated() throws IOException {
        fuzz("authenticated", () -> login("inside"));
    }

    @Test
    @Timeout(900)
    void selected() throws IOException {
        fuzz("selected", () -> {
            ImapWire wire = login("selected");
            wire.ask(untagged -> { }, "APPEND INBOX {29+}\r\nSubject: x\r\nTo: y\r\n\r\ntext\r\n\r\n");
            wire.must("SELECT INBOX");
            return wire;
        });
    }

    @Test
    @Timeout(900)
    void idling() throws IOException {
        fuzz("idling", () -> {
            ImapWire wire = login("idle");
            wire.must("SELECT INBOX");
            wire.send("i IDLE\r\n");
            wire.read();
            return wire;
        });
    }

    @Test
    @Timeout(900)
    void inALiteral() throws IOException {
        fuzz("in a literal", () -> {
            ImapWire wire = login("literal");
            wire.send("i APPEND INBOX {37}\r\n");
            Response response = wire.read();
            while (!response.isContinuation()) {
                response = wire.read();
            }
            return wire;
        });
    }

    /** Each of these is answered, OK or not, and the session goes on. */
    @Test
    @Timeout(300)
    void theWorstOfEachKind() throws IOException {
        StringBuilder set = new StringBuilder("1");
        for (int number = 3; set.length() < 60_000; number += 2) {
            set.append(',').append(number);
        }
        List<String> commands = List.of("CREATE a/../b", "CREATE ..", "CREATE \"a\tb\"", "CREATE \"a\u0001b\"", "CREATE " + "a/".repeat(1000) + "b", "CREATE //",
                "CREATE \"\"", "CREATE " + "x".repeat(5000), "LIST \"\" " + "%*".repeat(5000), "LIST \"\" " + "*a".repeat(2000), "FETCH " + set + " UID",
                "UID FETCH " + set + " UID", "SEARCH " + "(".repeat(10_000) + "ALL" + ")".repeat(10_000), "SEARCH " + "NOT ".repeat(10_000) + "ALL",
                "SEARCH " + "OR SEEN ".repeat(7_000) + "ALL", "SEARCH UID " + set, "FETCH 1:* (" + "BODY[1.1.1] ".repeat(4_000) + "UID)",
                "FETCH 1 BODY[" + "1.".repeat(10_000) + "1]", "STORE 1 FLAGS (" + "$k ".repeat(10_000) + "$l)", "NOOP" + " ".repeat(60_000));
        Set<String> statuses = new TreeSet<>();
        ImapWire wire = login("worst");
        try {
            deepest(wire);
            for (String command : commands) {
                wire.ask(untagged -> { }, "SELECT INBOX");
                Response status;
                try {
                    status = wire.ask(untagged -> { }, command);
                } catch (ProtocolError ended) {
                    throw new AssertionError(command.substring(0, Math.min(60, command.length())) + ": " + ended.getMessage(), ended);
                }
                statuses.add(status.name());
                if (status.is("BAD")) {                      // too many of them end a session
                    wire.close();
                    wire = login("worst");
                }
            }
        } finally {
            wire.close();
        }
        assertThat(statuses).containsAnyOf("BAD", "NO");
        assertThat(node.log()).doesNotContain("ERROR", "Exception", "StackOverflow");
    }

    /** MIME parts in one another, ten thousand deep. */
    private static void deepest(ImapWire wire) throws IOException {
        StringBuilder message = new StringBuilder("Subject: deep\r\nMIME-Version: 1.0\r\n");
        for (int level = 0; level < 10_000; level++) {
            message.append("Content-Type: multipart/mixed; boundary=b").append(level).append("\r\n\r\n--b").append(level).append("\r\n");
        }
        message.append("\r\ntext\r\n");
        byte[] octets = message.toString().getBytes(ISO_8859_1);
        Response appended = wire.ask(untagged -> { }, ("APPEND INBOX {" + octets.length + "+}\r\n" + message + "\r\n").getBytes(ISO_8859_1));
        assertThat(appended.name()).isEqualTo("OK");
        wire.must("SELECT INBOX");
        wire.must("FETCH * (ENVELOPE BODYSTRUCTURE BODY.PEEK[1.1.1.MIME] BODY.PEEK[HEADER])");
        wire.must("SEARCH TEXT text");
    }
}
