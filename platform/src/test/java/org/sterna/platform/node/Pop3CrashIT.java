package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sterna.platform.drill.imap.ImapWire;

/**
 * The UPDATE state is one step (RFC 1939 section 6): a node is killed at some moment between QUIT and {@code +OK}, and afterwards every message
 * that was marked is gone, or every one is there; if {@code +OK} was read, they are gone.
 *
 * <p>The everyday size is small; {@code -Dsterna.pop3.kills=100} is the long one, {@code -Dsterna.pop3.seed} another run of chance.
 */
class Pop3CrashIT {
    private static final int KILLS = Integer.getInteger("sterna.pop3.kills", 2);
    private static final long SEED = Long.getLong("sterna.pop3.seed", System.nanoTime());
    /** Each kill meets so many sessions, each in a moment of its own. */
    private static final int SESSIONS = 6;
    private static final int MESSAGES = 24;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static NodeProcess node;
    private static List<String> accounts;

    @BeforeAll
    static void start() throws IOException {
        node = NodeProcess.start("pop3-crash", "sterna.limits.enabled=false");
        accounts = node.accounts("drop", SESSIONS);
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    /** A session that has marked messages. */
    private record Marked(LineClient client, List<String> all, List<String> kept) { }

    @Test
    void anUpdateIsDoneOrNotDone() throws IOException {
        Random random = new Random(SEED);
        long usual = usualNanos();
        System.out.println("seed " + SEED + ", from QUIT to +OK usually " + usual / 1000 + " us");
        int done = 0;
        int told = 0;
        int undone = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            List<Marked> sessions = new ArrayList<>();
            for (String account : accounts) {
                fill(account);
                sessions.add(mark(account, random));
            }
            long wait = (long) (random.nextDouble() * 2 * usual);
            for (Marked session : sessions) {
                session.client().send("QUIT\r\n");
            }
            LockSupport.parkNanos(wait);
            node.note("kill " + kill + " of " + KILLS + ", " + wait / 1000 + " us behind the last QUIT");
            node.kill9();
            List<Boolean> oks = new ArrayList<>();
            for (Marked session : sessions) {
                oks.add(session.client().remainder().startsWith("+OK"));
                session.client().close();
            }
            node.start();
            for (int i = 0; i < SESSIONS; i++) {
                Marked session = sessions.get(i);
                List<String> left = uniqueIds(accounts.get(i));
                String what = "kill " + kill + " of seed " + SEED + ", " + accounts.get(i) + (oks.get(i) ? " that was told +OK" : "");
                assertThat(left).as(what).isIn(session.kept(), session.all());
                boolean gone = left.equals(session.kept());
                assertThat(gone || !oks.get(i)).as(what).isTrue();
                done += gone ? 1 : 0;
                told += oks.get(i) ? 1 : 0;
                undone += gone ? 0 : 1;
            }
        }
        System.out.println(KILLS + " kills: " + done + " updates done, " + told + " of them told, " + undone + " not done");
        assertThat(done + undone).isEqualTo(KILLS * SESSIONS);
    }

    /** How long an update takes when nobody is killed: the median behind a round that warms up. */
    private static long usualNanos() throws IOException {
        List<Long> times = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            times.clear();
            for (String account : accounts) {
                fill(account);
                try (LineClient client = mark(account, new Random(1)).client()) {
                    long begin = System.nanoTime();
                    assertThat(client.askLine("QUIT")).startsWith("+OK");
                    times.add(System.nanoTime() - begin);
                }
            }
        }
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    private static void fill(String account) throws IOException {
        int missing = MESSAGES - uniqueIds(account).size();
        if (missing == 0) {
            return;
        }
        try (ImapWire imap = ImapWire.connect(new InetSocketAddress("127.0.0.1", node.port("imaps")), true)) {
            imap.read();
            imap.must("LOGIN " + account + " \"" + NodeProcess.PASSWORD + "\"");
            ByteArrayOutputStream append = new ByteArrayOutputStream();
            append.writeBytes("APPEND INBOX".getBytes(ISO_8859_1));
            String message = "Subject: one of many\r\n\r\nText\r\n";
            for (int i = 0; i < missing; i++) {
                append.writeBytes((" {" + message.length() + "+}\r\n" + message).getBytes(ISO_8859_1));
            }
            append.writeBytes("\r\n".getBytes(ISO_8859_1));
            assertThat(imap.ask(untagged -> { }, append.toByteArray()).is("OK")).isTrue();
        }
    }

    /** A store or a mailbox may not answer yet when the node is just ready. */
    private static LineClient loggedIn(String account) {
        List<LineClient> client = new ArrayList<>();
        Await.until(account + " is logged in", PATIENCE, () -> {
            try {
                LineClient next = new LineClient(node.port("pop3s"));
                next.secure();
                assertThat(next.line()).startsWith("+OK");
                next.askLine("USER " + account);
                if (next.askLine("PASS " + NodeProcess.PASSWORD).startsWith("+OK")) {
                    return client.add(next);
                }
                next.close();
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return client.get(0);
    }

    private static List<String> uniqueIds(LineClient client) throws IOException {
        assertThat(client.askLine("UIDL")).startsWith("+OK");
        List<String> ids = new ArrayList<>();
        for (String line = client.line(); !line.equals("."); line = client.line()) {
            ids.add(line.substring(line.indexOf(' ') + 1));
        }
        return ids;
    }

    private static List<String> uniqueIds(String account) throws IOException {
        try (LineClient client = loggedIn(account)) {
            List<String> ids = uniqueIds(client);
            assertThat(client.askLine("QUIT")).startsWith("+OK");
            return ids;
        }
    }

    /** Marks some messages here and there, at least one. */
    private static Marked mark(String account, Random random) throws IOException {
        LineClient client = loggedIn(account);
        List<String> all = uniqueIds(client);
        List<String> kept = new ArrayList<>();
        for (int number = 1; number <= all.size(); number++) {
            if (number == 1 || random.nextBoolean()) {
                assertThat(client.askLine("DELE " + number)).startsWith("+OK");
            } else {
                kept.add(all.get(number - 1));
            }
        }
        return new Marked(client, all, kept);
    }
}
