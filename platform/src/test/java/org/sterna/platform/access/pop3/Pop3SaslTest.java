package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.connection.TestCertificate;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.ScramClient;
import org.sterna.platform.credentials.TestLogins;
import org.sterna.protocols.pop3.Pop3Session;

/** AUTH of POP3 (RFC 5034) in use and misuse, over real connections. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class Pop3SaslTest {
    private static TestNode node;
    private static InetSocketAddress pop3s;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        pop3s = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                Pop3Connection.behavior(node.access(), Pop3ConnectionSettings.pop3s(Pop3Session.AUTOLOGOUT, Duration.ZERO))).address();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Pop3Client greeted() throws IOException {
        Pop3Client client = Pop3Client.tls(pop3s);
        assertThat(client.line()).startsWith("+OK");
        return client;
    }

    /** Who has guessed waits longer than the store and the mailbox may take, and is told the same as before. */
    @Test
    void aDelayedAnswerIsAwaited() throws IOException {
        try (Authenticator logins = TestLogins.counting(new AddressView(node.database())::find, Clock.systemUTC(), "sterna.auth.guessing.exempt-networks=[]",
                "sterna.auth.guessing.account.free=1", "sterna.auth.guessing.account.delay=600 ms", "sterna.auth.guessing.account.longest-delay=600 ms",
                "sterna.auth.guessing.account.ban-after=0")) {
            InetSocketAddress hasty = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()), Pop3Connection.behavior(
                    node.access(logins), new Pop3ConnectionSettings("pop3s", true, Pop3Session.AUTOLOGOUT, Duration.ofMillis(300), Duration.ZERO, 10))).address();
            try (Pop3Client client = Pop3Client.tls(hasty)) {
                assertThat(client.line()).startsWith("+OK");
                assertThat(client.login("nobody@example.org", "wrong")).startsWith("-ERR [AUTH]");
                assertThat(client.login("nobody@example.org", "wrong")).startsWith("-ERR [AUTH]");
            }
        }
    }

    @Test
    void aLoginIsBoundToTheCertificate() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "bound@example.org", "Subject: one\r\n\r\nHello\r\n");
        try (Pop3Client client = greeted()) {
            assertThat(client.askList("CAPA")).anyMatch(line -> line.startsWith("SASL ") && line.contains(" SCRAM-SHA-256-PLUS "));
            ScramClient scram = new ScramClient(account.address, MaildropFixture.PASSWORD, TestCertificate.certificate());
            String challenge = client.ask("AUTH SCRAM-SHA-256-PLUS " + scram.first());
            assertThat(challenge).startsWith("+ ");
            assertThat(client.ask(scram.last(challenge.substring(2)))).startsWith("+ dj");
            assertThat(client.ask("")).startsWith("+OK Maildrop has 1 messages");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        try (Pop3Client client = greeted()) {
            ScramClient scram = new ScramClient(account.address, "wrong", TestCertificate.certificate());
            assertThat(client.ask(scram.last(client.ask("AUTH SCRAM-SHA-256-PLUS " + scram.first()).substring(2)))).startsWith("-ERR [AUTH] ");
        }
    }

    @Test
    void exchangesAreCancelledMisreadAndTooLong() throws IOException {
        ScramClient scram = new ScramClient("nobody@example.org", "secret", TestCertificate.certificate());
        try (Pop3Client client = greeted()) {
            assertThat(client.ask("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.ask("*")).startsWith("-ERR");
            assertThat(client.ask("AUTH SCRAM-SHA-256-PLUS")).isEqualTo("+ ");
            assertThat(client.ask("")).startsWith("-ERR");
            assertThat(client.ask("AUTH SCRAM-SHA-256-PLUS " + scram.first())).as("nobody's salt looks like anybody's").startsWith("+ ");
            assertThat(client.ask("STAT")).startsWith("-ERR");
            assertThat(client.ask("AUTH ANONYMOUS")).startsWith("-ERR");
            assertThat(client.ask("AUTH EXTERNAL =")).startsWith("-ERR");
            assertThat(client.ask("AUTH LOGIN")).startsWith("+ ");
            assertThat(client.ask("A".repeat(13_000))).startsWith("-ERR");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
    }
}
