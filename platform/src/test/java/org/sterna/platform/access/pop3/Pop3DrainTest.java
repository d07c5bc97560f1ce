package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.CloseReason;
import org.sterna.platform.connection.ConnectionAddresses;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.protocols.pop3.Pop3Session;

/** Connections of a port that is closed for good: who has not said QUIT deletes nothing (RFC 1939 section 6), who has gets the update. */
@ExtendWith(CassandraExtension.class)
@Timeout(600)
class Pop3DrainTest {
    private static final String MESSAGE = "Subject: one\r\n\r\nText\r\n";
    private static final String BYE = "-ERR [SYS/TEMP] Service is shutting down";    // RFC 3206 section 4
    private static final InetSocketAddress END = new InetSocketAddress(InetAddress.getLoopbackAddress(), 995);

    private static TestNode node;
    private static ConnectionBehavior pop3s;
    private static InetSocketAddress other;

    private Listener own;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        pop3s = Pop3Connection.behavior(node.access(), Pop3ConnectionSettings.pop3s(Pop3Session.AUTOLOGOUT, Duration.ZERO));
        other = port().address();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Listener port() {
        return node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()), pop3s);
    }

    @BeforeEach
    void listen() {
        own = port();
    }

    private static Pop3Client loggedIn(InetSocketAddress server, MaildropFixture account) throws IOException {
        Pop3Client client = Pop3Client.tls(server);
        client.line();
        assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
        return client;
    }

    private static void assertToldAndClosed(Pop3Client client) throws IOException {
        assertThat(client.line()).isEqualTo(BYE);
        assertThat(client.remainder()).isEmpty();
    }

    private interface Play {
        void play() throws IOException;
    }

    /** A machine that stood still for longer than a server waits that is about to stop: that is not what is tested here. */
    private static void retried(Play play) throws IOException {
        for (int tries = 1;; tries++) {
            try {
                play.play();
                return;
            } catch (AssertionError | IOException late) {
                if (tries == 10) {
                    throw late;
                }
            }
        }
    }

    /** Closes the port, and returns when all its connections have been told: the guardian buries the first only when it has told the last. */
    private void drain() throws IOException {
        int open;
        try (Pop3Client idle = Pop3Client.tls(own.address())) {
            assertThat(idle.line()).startsWith("+OK");
            open = own.connections();
            TestNode.await(own.drain());
            assertToldAndClosed(idle);
        }
        long end = System.nanoTime() + 60_000_000_000L;
        while (own.connections() == open) {
            assertThat(System.nanoTime() - end).isNegative();
        }
    }

    @Test
    void whoHasNotSaidQuitDeletesNothingAndGivesTheMaildropBack() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "idle@example.org", MESSAGE);
        try (Pop3Client client = loggedIn(own.address(), account)) {
            assertThat(client.ask("DELE 1")).startsWith("+OK");
            drain();
            client.send("QUIT\r\n");
            assertToldAndClosed(client);
        }
        TestNode.await(own.drained());
        try (Pop3Client client = loggedIn(other, account)) {
            assertThat(client.ask("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    void theHandshakeIsEndedFirst() throws IOException {
        retried(() -> {
            own = port();
            try (Pop3Client client = Pop3Client.clear(own.address())) {
                drain();
                client.startTls();
                assertThat(client.line()).startsWith("+OK");
                assertToldAndClosed(client);
            }
            TestNode.await(own.drained());
        });
    }

    @Test
    void whoNeverShakesHandsIsNotWaitedFor() throws IOException {
        try (Pop3Client silent = Pop3Client.clear(own.address())) {
            drain();
            TestNode.await(own.drained());
            assertThat(silent.remainder()).isEmpty();
        }
    }

    private static MaildropFixture large(String address) {
        MaildropFixture account = MaildropFixture.account(node, address, MESSAGE);
        // More than the kernel's buffers hold, so that it is under way as long as the client does not read.
        account.addBlob("", "0123456789abcd\r\n".repeat(24 * 1024 * 1024 / 16).getBytes(StandardCharsets.US_ASCII), 24 * 1024 * 1024 / CassandraBlobs.CHUNK);
        return account;
    }

    @Test
    void aMessageThatIsBeingReadIsGivenWhole() throws IOException {
        MaildropFixture account = large("reading@example.org");
        try (Pop3Client client = loggedIn(own.address(), account)) {
            client.send("DELE 1\r\nRETR 2\r\n");
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.line()).startsWith("+OK");
            drain();
            client.send("QUIT\r\n");
            assertThat(client.content()).hasSize(24 * 1024 * 1024);
            assertToldAndClosed(client);
        }
        TestNode.await(own.drained());
        assertThat(account.uids()).containsExactly(1L, 2L);
    }

    @Test
    void aMessageThatIsNotReadInTimeNeverLooksWhole() throws IOException {
        MaildropFixture account = large("waiting@example.org");
        try (Pop3Client client = loggedIn(own.address(), account)) {
            assertThat(client.ask("RETR 2")).startsWith("+OK");
            drain();
            own.endDrain();
            TestNode.await(own.drained());
            assertThat(client.remainder()).doesNotContain("\r\n.\r\n").doesNotContain("-ERR");
        }
    }

    /** What a connection was told to do, as text. */
    private record Told(BlockingQueue<String> done) implements ConnectionOutput {
        @Override
        public void pull() {
            // nothing more comes than the test says
        }

        @Override
        public void write(ByteString octets) {
            done.add(octets.utf8String());
        }

        @Override
        public void upgrade(SSLEngine engine, ByteString readAhead) {
            throw new AssertionError();
        }

        @Override
        public void finish() {
            done.add("<finished>");
        }

        @Override
        public void hurry() {
            // as fast as ever
        }

        @Override
        public void abort() {
            done.add("<aborted>");
        }

        String next() {
            try {
                return Optional.ofNullable(done.poll(60, TimeUnit.SECONDS)).orElseThrow(() -> new AssertionError("nothing is done"));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Of one that is told both before it can have heard of its update: its QUIT was there first. */
    @Test
    void anUpdateThatIsUnderWayIsDone() {
        MaildropFixture account = MaildropFixture.account(node, "quit@example.org", MESSAGE, MESSAGE);
        Told told = new Told(new LinkedBlockingQueue<>());
        ActorRef<ConnectionEvent> connection = node.system().systemActorOf(pop3s.create(new ConnectionAddresses(END, END)), "quitting", Props.empty());
        connection.tell(new ConnectionEvent.Opened(told, END, END));
        connection.tell(new ConnectionEvent.TlsEstablished("TLSv1.3", "TLS_AES_256_GCM_SHA384", Optional.empty(), List.of()));
        assertThat(told.next()).startsWith("+OK");
        for (String command : List.of("USER " + account.address, "PASS " + MaildropFixture.PASSWORD, "DELE 2")) {
            connection.tell(new ConnectionEvent.Received(ByteString.fromString(command + "\r\n")));
            assertThat(told.next()).startsWith("+OK");
            connection.tell(new ConnectionEvent.Drained());
        }
        connection.tell(new ConnectionEvent.Received(ByteString.fromString("QUIT\r\n")));
        connection.tell(new ConnectionEvent.Draining());
        connection.tell(new ConnectionEvent.DrainOver());
        assertThat(told.next()).isEqualTo("+OK Bye\r\n");
        assertThat(told.next()).isEqualTo("<finished>");
        assertThat(account.uids()).containsExactly(1L);
        connection.tell(new ConnectionEvent.Closed(new CloseReason.ByUs()));
    }
}
