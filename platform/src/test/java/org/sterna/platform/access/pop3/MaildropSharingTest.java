package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.access.imap.ImapConnection;
import org.sterna.platform.access.imap.ImapConnectionSettings;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.drill.imap.ImapWire;
import org.sterna.protocols.pop3.Pop3Session;

/** One maildrop and several who want it: sessions of POP3 exclude each other, and do not mind those of IMAP. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class MaildropSharingTest {
    private static final String MESSAGE = "Subject: one\r\n\r\nText\r\n";

    private static TestNode node;
    private static InetSocketAddress pop3s;
    private static InetSocketAddress imaps;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        pop3s = listen(Duration.ZERO);
        imaps = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                ImapConnection.behavior(node.access(), ImapConnectionSettings.imaps())).address();
    }

    private static InetSocketAddress listen(Duration loginDelay) {
        return node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                Pop3Connection.behavior(node.access(), Pop3ConnectionSettings.pop3s(Pop3Session.AUTOLOGOUT, loginDelay))).address();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Pop3Client connected(InetSocketAddress server) throws IOException {
        Pop3Client client = Pop3Client.tls(server);
        client.line();
        return client;
    }

    private static Pop3Client loggedIn(MaildropFixture account) throws IOException {
        Pop3Client client = connected(pop3s);
        assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
        return client;
    }

    @Test
    void anImapSessionIsNotDisturbedAndSeesTheDeletions() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "both@example.org", MESSAGE, MESSAGE, MESSAGE);
        try (ImapWire imap = ImapWire.connect(imaps, true); Pop3Client pop3 = loggedIn(account)) {
            imap.read();
            imap.must("LOGIN " + account.address + " \"" + MaildropFixture.PASSWORD + "\"");
            imap.must("SELECT INBOX");
            imap.must("STORE 1:* +FLAGS (\\Seen)");                               // while the maildrop is another's
            pop3.ask("DELE 1");
            pop3.ask("DELE 3");
            assertThat(expunged(imap)).as("nothing is deleted before QUIT").isEmpty();
            assertThat(pop3.ask("QUIT")).startsWith("+OK");
            List<Long> gone = new ArrayList<>();
            while (gone.size() < 2) {                                              // the node's view of the mailbox may be a moment behind
                gone.addAll(expunged(imap));
            }
            assertThat(gone).containsExactlyInAnyOrder(1L, 2L);                  // 3 was 2 when 1 had gone
        }
        assertThat(account.uids()).containsExactly(2L);
    }

    private static List<Long> expunged(ImapWire imap) throws IOException {
        List<Long> gone = new ArrayList<>();
        imap.ask(response -> {
            if (response.is("EXPUNGE")) {
                gone.add(response.number());
            }
        }, "NOOP");
        return gone;
    }

    @Test
    void anImapSessionMayDeleteWhatAMaildropShows() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "deleted@example.org", MESSAGE, MESSAGE);
        try (ImapWire imap = ImapWire.connect(imaps, true); Pop3Client pop3 = loggedIn(account)) {
            imap.read();
            imap.must("LOGIN " + account.address + " \"" + MaildropFixture.PASSWORD + "\"");
            imap.must("SELECT INBOX");
            imap.must("STORE 1 +FLAGS (\\Deleted)");
            imap.must("EXPUNGE");
            assertThat(pop3.ask("STAT")).as("numbers do not change").isEqualTo("+OK 2 " + 2 * MESSAGE.length());
            pop3.ask("DELE 1");
            pop3.ask("DELE 2");
            assertThat(pop3.ask("QUIT")).startsWith("+OK");
        }
        assertThat(account.uids()).isEmpty();
    }

    @Test
    void theLoginDelayIsKeptAndAnnounced() throws IOException {                    // RFC 2449 sections 6.5 and 8.1.1
        InetSocketAddress slow = listen(Duration.ofMinutes(5));
        MaildropFixture account = MaildropFixture.account(node, "delay@example.org", MESSAGE);
        try (Pop3Client client = connected(slow)) {
            assertThat(client.askList("CAPA")).contains("LOGIN-DELAY 300");
            assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        try (Pop3Client client = connected(slow)) {
            assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("-ERR [LOGIN-DELAY]");
            assertThat(client.ask("STAT")).startsWith("-ERR");
        }
        try (Pop3Client client = loggedIn(account)) {                              // at another port there is no delay
            assertThat(client.ask("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    void whoWasRefusedGetsTheMaildropOnTheSameConnectionWhenItIsFree() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "later@example.org", MESSAGE);
        try (Pop3Client first = loggedIn(account); Pop3Client second = connected(pop3s)) {
            assertThat(second.login(account.address, MaildropFixture.PASSWORD)).startsWith("-ERR [IN-USE]");
            assertThat(first.ask("DELE 1")).startsWith("+OK");
            assertThat(first.ask("QUIT")).startsWith("+OK");
            assertThat(second.login(account.address, MaildropFixture.PASSWORD)).isEqualTo("+OK Maildrop has 0 messages (0 octets)");
        }
    }

    /** It would take the maildrop anew behind the update that gives it back, and keep it until the client has closed its end. */
    @Test
    void aRenewalDuringAnUpdateDoesNotTakeTheMaildropAgain() throws IOException {
        ConnectionBehavior usual = Pop3Connection.behavior(node.access(), Pop3ConnectionSettings.pop3s(Pop3Session.AUTOLOGOUT, Duration.ZERO));
        InetSocketAddress renewing = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                ends -> Behaviors.intercept(RenewalBehindQuit::new, whole(usual.create(ends))).narrow()).address();
        MaildropFixture account = MaildropFixture.account(node, "renewed@example.org", MESSAGE);
        try (Pop3Client first = connected(renewing)) {
            assertThat(first.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
            assertThat(first.ask("DELE 1")).startsWith("+OK");
            assertThat(first.ask("QUIT")).startsWith("+OK");
            try (Pop3Client second = connected(pop3s)) {
                assertThat(second.login(account.address, MaildropFixture.PASSWORD)).isEqualTo("+OK Maildrop has 0 messages (0 octets)");
            }
        }
    }

    /** What the conversation takes beside events of its connection. */
    @SuppressWarnings("unchecked")
    private static Behavior<Object> whole(Behavior<ConnectionEvent> narrowed) {
        return (Behavior<Object>) (Behavior<?>) narrowed;
    }

    /** The timer rings when the update was asked for and before it is answered. */
    private static final class RenewalBehindQuit extends BehaviorInterceptor<Object, Object> {
        RenewalBehindQuit() {
            super(Object.class);
        }

        @Override
        public Behavior<Object> aroundReceive(TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
            Behavior<Object> next = target.apply(context, message);
            return message instanceof ConnectionEvent.Received received && received.octets().utf8String().startsWith("QUIT")
                    ? target.apply(context, Pop3Conversation.Timer.RENEW) : next;
        }
    }

    @Test
    void whoLostTheMaildropWithItsMailboxIsToldAndDeletesNothing() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "taken@example.org", MESSAGE);
        try (Pop3Client client = loggedIn(account)) {
            assertThat(client.ask("DELE 1")).startsWith("+OK");
            account.seize();
            assertThat(client.ask("QUIT")).startsWith("-ERR");
            assertThat(client.remainder()).isEmpty();
        }
        assertThat(account.uids()).containsExactly(1L);
    }
}
