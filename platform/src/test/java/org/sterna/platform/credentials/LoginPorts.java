package org.sterna.platform.credentials;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.sterna.config.Service;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.TestNode;
import org.sterna.platform.access.imap.ImapConnection;
import org.sterna.platform.access.imap.ImapConnectionSettings;
import org.sterna.platform.access.pop3.Pop3Connection;
import org.sterna.platform.access.pop3.Pop3ConnectionSettings;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.delivery.TestQueue;
import org.sterna.platform.reception.TestReception;
import org.sterna.protocols.pop3.Pop3Session;

/** A node with accounts, and ports with implicit TLS at which one logs in by the three protocols. */
final class LoginPorts implements AutoCloseable {
    static final String PASSWORD = "secret";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestNode node = TestNode.start(CassandraExtension.contactPoint());
    private final TestQueue queue = TestQueue.on(node);

    /** With an INBOX. */
    void account(String address) {
        node.account(address, PASSWORD);
        MailboxId inbox = TestNode.await(new AddressView(node.database()).find(address)).orElseThrow().inbox();
        TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value()).<Verdict>ask(replyTo -> new MailboxEntity.Request(
                new MailboxCommand.Create(inbox, address, 1, By.nobody(Clock.systemUTC().instant())), replyTo), PATIENCE));
    }

    /** What logins are checked with that begin to count now. */
    Authenticator counting(Clock clock, String... sets) {
        return TestLogins.counting(new AddressView(node.database())::find, clock, sets);
    }

    /** What logins are checked with where one account may act for all others. */
    Authenticator mastered(String master) {
        return MasterUser.authenticator(new AddressView(node.database())::find, master);
    }

    /** All that were or are open of an account, the latest first. */
    List<Session> sessions(String account) {
        return TestNode.await(node.access().sessionLog().list(Optional.of(account), Instant.EPOCH, List.of(), 100));
    }

    List<SessionEvent> events(Session session) {
        return TestNode.await(node.access().sessionLog().events(session.id()));
    }

    Authenticator usual() {
        return node.access().authenticator();
    }

    /** Opens a port of its own. */
    InetSocketAddress open(LoginProtocol protocol, Authenticator logins, Supplier<SSLEngine> tls) {
        ListenerSettings bind = ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(tls);
        Listener listener = switch (protocol) {
            case IMAP -> node.listen(bind, ImapConnection.behavior(node.access(logins), ImapConnectionSettings.imaps()));
            case POP3 -> node.listen(bind, Pop3Connection.behavior(node.access(logins), Pop3ConnectionSettings.pop3s(Pop3Session.AUTOLOGOUT, Duration.ZERO)));
            case SMTP -> new TestReception(node, queue, Clock.systemUTC()).withLogins(logins).listen(Service.SUBMISSIONS, usual -> bind);
        };
        return listener.address();
    }

    @Override
    public void close() {
        queue.close();
        node.close();
    }
}
