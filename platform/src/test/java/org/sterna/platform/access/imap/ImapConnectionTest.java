package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.TestNode;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.node.Await;

/** How a connection begins and ends, and what holds it within its bounds. */
class ImapConnectionTest extends ImapConversation {
    @Test
    void aNewAccountHasAnEmptyInbox() {
        login();
        client.play("""
                C: a2 LIST "" "*"
                S: * LIST (\\HasNoChildren) "/" "INBOX"
                S: a2 OK LIST completed
                C: a3 SELECT inbox
                S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
                S: * 0 EXISTS
                S: * 0 RECENT
                S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] ...
                S: * OK [UIDNEXT 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * OK [MAILBOXID (...)] ...
                S: a3 OK [READ-WRITE] SELECT completed
                C: a4 FETCH 1:* FLAGS
                S: a4 OK FETCH completed
                C: a5 LOGOUT
                S: * BYE Logging out
                S: a5 OK LOGOUT completed
                S: <closed>""");
    }

    @Test
    void passwordsDoNotTravelInTheClear() {                              // RFC 3501 section 11.2
        node.account(user, "secret");
        client = new ImapTranscript(clear.address(), false);
        client.play("""
                S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2 ... STARTTLS LOGINDISABLED] ...
                C: a1 LOGIN joe secret
                S: a1 NO [PRIVACYREQUIRED] ...
                C: a2 SELECT INBOX
                S: a2 BAD ...
                C: a3 STARTTLS
                S: a3 OK ...""");
        client.secure();
        client.play("""
                C: a4 CAPABILITY
                S: * CAPABILITY IMAP4rev1 IMAP4rev2 ... AUTH=PLAIN ...
                S: a4 OK CAPABILITY completed
                C: a5 AUTHENTICATE PLAIN
                S: +...""");
        client.send(plain("wrong") + "\r\n");
        client.expect("a5 NO [AUTHENTICATIONFAILED] ...");
        client.send("a6 AUTHENTICATE PLAIN " + plain("secret") + "\r\n");         // RFC 4959
        client.expect("a6 OK ...");
        client.play("""
                C: a7 AUTHENTICATE PLAIN
                S: a7 BAD Already logged in""");
    }

    @Test
    void whatComesBehindStartTlsInTheClearEndsTheConnection() {          // RFC 9051 section 6.2.1
        client = new ImapTranscript(clear.address(), false);
        client.expect("* OK ...");
        client.send("a1 STARTTLS\r\na2 CAPABILITY\r\n");
        try {
            assertThat(client.line()).isIn("a1 OK Begin TLS negotiation now", "<closed>");
            assertThat(client.line()).isEqualTo("<closed>");
        } catch (UncheckedIOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void aTlsClientOnTheClearPortIsTurnedAway() {
        client = new ImapTranscript(clear.address(), false);
        client.expect("* OK ...");
        client.send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001");
        client.play("""
                S: * BAD This port begins in the clear, use STARTTLS
                S: * BYE ...
                S: <closed>""");
    }

    @Test
    void whoIsWrongTenTimesBeforeLoginIsSentAway() {
        client = new ImapTranscript(clear.address(), false);
        client.expect("* OK ...");
        for (int i = 0; i < 10; i++) {
            client.send("a" + i + " NONSENSE x\r\n");
            client.expect("a" + i + " BAD ...");
        }
        client.expect("* BYE Too many bad commands");
        client.expect("<closed>");
    }

    @Test
    void aSilentClientIsSentAway() {                                     // RFC 9051 section 5.4
        Listener impatient = node.listen(ListenerSettings.clear("127.0.0.1", 0), ImapConnection.behavior(node.access(),
                new ImapConnectionSettings("imap", false, Duration.ofMillis(300), Duration.ofMinutes(30), 1000, 1000, 1 << 20, 10, 1000, 1000)));
        client = new ImapTranscript(impatient.address(), false);
        client.expect("* OK ...");
        client.expect("* BYE Too long without a command");
        client.expect("<closed>");
    }

    @Test
    void theSessionLogTellsWhatHappened() {
        login();
        client.play("""
                C: a2 EXAMINE INBOX
                S: * FLAGS ...""");
        client.skipTo("a2 OK [READ-ONLY] EXAMINE completed");
        client.play("""
                C: a3 LOGOUT
                S: * BYE ...
                S: a3 OK ...
                S: <closed>""");
        Await.until("the session is over", Duration.ofSeconds(60), () -> sessions().stream().anyMatch(each -> each.ended().isPresent()));
        List<Session> sessions = sessions();
        assertThat(sessions).hasSize(1);
        assertThat(TestNode.await(node.access().sessionLog().events(sessions.get(0).id()))).extracting(event -> (Object) event.getClass())
                .containsExactly(SessionEvent.Opened.class, SessionEvent.Secured.class, SessionEvent.Authenticated.class,
                        SessionEvent.MailboxSelected.class, SessionEvent.Closed.class);
    }

    private List<Session> sessions() {
        return TestNode.await(node.access().sessionLog().list(Optional.of(user), Instant.EPOCH, List.of(), 10));
    }

    @Test
    void anOutageIsAnAnswerAndTheConnectionLivesOn() {
        AccessServices whole = node.access();
        AccessServices broken = new AccessServices(whole.hostName(), whole.sharding(), node.system().<MailboxReplicas.Message>deadLetters(),
                whole.messages(), whole.blobs(), whole.authenticator(), whole.sessionLog(), whole.tls(), whole.clock(), whole.random(), whole.quotas(),
                whole.metadata(), whole.headers());
        Listener port = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                ImapConnection.behavior(broken, ImapConnectionSettings.imaps()));
        client = new ImapTranscript(port.address(), true);
        login();
        client.play("""
                C: a2 SELECT INBOX
                S: a2 NO [UNAVAILABLE] ...
                C: a3 NOOP
                S: a3 OK NOOP completed
                C: a4 FETCH 1 FLAGS
                S: a4 BAD Select a mailbox first""");
    }

    private String plain(String password) {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }
}
