package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.PASSWORD;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.connection.ConnectionCap;
import org.sterna.platform.connection.Listener;

/** Each limit and list over a real socket, with the clock passed in: the reply names it, and so does the session's log. */
@ExtendWith(CassandraExtension.class)
class DefenceTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static ReceptionNode node;

    private final SteppedClock clock = new SteppedClock();

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE, BOB);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private Listener limited(Service service, String... sets) {
        return node.listen(service, clock, sets);
    }

    private static SmtpClient loggedIn(Listener listener, String account) throws IOException {
        SmtpClient client = SmtpClient.secured(listener);
        assertThat(client.login(account, PASSWORD)).startsWith("235 ");
        return client;
    }

    private static String message(SmtpClient client) throws IOException {
        return client.envelope(ALICE, ALICE).data("From: " + ALICE + "\r\n" + dated());
    }

    /** After RSET, MAIL and RCPT; the first reply that is no 250, or the last one. */
    private static String transaction(SmtpClient client, String recipient) throws IOException {
        client.ask("RSET\r\n");
        String reply = client.ask("MAIL FROM:<" + ALICE + ">\r\n");
        return reply.startsWith("250 ") ? client.ask("RCPT TO:<" + recipient + ">\r\n") : reply;
    }

    private static void assertRefusal(SmtpClient client, String refusal) throws IOException {
        client.ask("QUIT\r\n");
        assertThat(node.refusals(client)).filteredOn(each -> !each.contains("  ")).singleElement().asString().startsWith(refusal);
    }

    private void passALongTime() {
        clock.step(Duration.ofMinutes(2));
    }

    @Test
    void connectionsOfANetwork() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.limits.network.connections=reject 2 in 1 m");
        SmtpClient.greeted(listener).close();
        SmtpClient.greeted(listener).close();
        try (SmtpClient client = SmtpClient.connect(listener)) {
            assertThat(client.reply()).startsWith("421 4.7.0 Too many connections from 127.0.0.1 (").contains("2 in ");
            assertThat(client.isClosed()).isTrue();
            assertThat(node.refusals(client)).singleElement().asString().startsWith("CONNECT limits.network.connections 421 ");
        }
        passALongTime();
        SmtpClient.greeted(listener).close();
    }

    @Test
    void concurrentConnectionsOfANetwork() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.limits.network.concurrent-connections=reject 1");
        try (SmtpClient first = SmtpClient.greeted(listener); SmtpClient second = SmtpClient.connect(listener)) {
            assertThat(second.reply()).startsWith("421 4.7.0 Too many connections from 127.0.0.1 (");
            assertThat(second.isClosed()).isTrue();
            assertThat(node.refusals(second)).singleElement().asString().startsWith("CONNECT limits.network.concurrent-connections 421 ");
            assertThat(first.ask("QUIT\r\n")).startsWith("221 ");
        }
        await("the first one is no longer counted", () -> isWelcome(listener));
    }

    static boolean isWelcome(Listener listener) {
        try (SmtpClient client = SmtpClient.connect(listener)) {
            return client.reply().startsWith("220 ");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void messagesOfANetwork() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.limits.network.messages=reject 1 in 1 m");
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            node.accepted(message(client));
            assertThat(client.ask("MAIL FROM:<>\r\n")).startsWith("450 4.7.1 Too many messages from 127.0.0.1 (");
            passALongTime();
            node.accepted(message(client));
            assertRefusal(client, "MAIL limits.network.messages 450 ");
        }
    }

    @Test
    void recipientsOfANetwork() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.limits.network.recipients=reject 1 in 1 m");
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope("", ALICE);
            assertThat(client.ask("RCPT TO:<" + BOB + ">\r\n")).startsWith("450 4.7.1 Too many recipients from 127.0.0.1 (");
            passALongTime();
            assertThat(client.ask("RCPT TO:<" + BOB + ">\r\n")).startsWith("250 ");
            assertRefusal(client, "RCPT limits.network.recipients 450 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"network.unknown-recipients, from 127.0.0.1", "recipient-domain.unknown-recipients, for domain example.org"})
    void unknownRecipients(String limit, String whose) throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.limits." + limit + "=reject 2 in 1 m");
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope("");
            assertThat(client.ask("RCPT TO:<nobody@example.org>\r\n")).startsWith("550 5.1.1 ");
            assertThat(client.ask("RCPT TO:<" + ALICE + ">\r\n")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<nobody@example.org>\r\n")).startsWith("550 5.1.1 ");
            assertThat(client.ask("RCPT TO:<" + ALICE + ">\r\n")).startsWith("450 4.7.1 Too many unknown recipients " + whose + " (");
            passALongTime();
            assertThat(client.ask("RCPT TO:<" + ALICE + ">\r\n")).startsWith("250 ");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).hasSize(3).first().asString().startsWith("RCPT routing 550 ");
            assertThat(node.refusals(client)).last().asString().startsWith("RCPT limits." + limit + " 450 ");
        }
    }

    @Test
    void recipientsOfADomain() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.limits.recipient-domain.recipients=reject 1 in 1 m");
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope("", ALICE);
            assertThat(client.ask("RCPT TO:<" + BOB + ">\r\n")).startsWith("450 4.7.1 Too many recipients for domain example.org (");
            passALongTime();
            assertThat(client.ask("RCPT TO:<" + BOB + ">\r\n")).startsWith("250 ");
            assertRefusal(client, "RCPT limits.recipient-domain.recipients 450 ");
        }
    }

    @Test
    void messagesForADomain() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.limits.recipient-domain.messages=reject 1 in 1 m");
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            node.accepted(message(client));
            assertThat(transaction(client, BOB)).startsWith("450 4.7.1 Too many messages for domain example.org (");
            passALongTime();
            assertThat(transaction(client, BOB)).startsWith("250 ");
            assertRefusal(client, "RCPT limits.recipient-domain.messages 450 ");
        }
    }

    @Test
    void messagesOfAnAccount() throws IOException {
        Listener listener = limited(Service.SUBMISSION, "sterna.limits.account.messages=reject 1 in 1 m", "sterna.submission.reverse-path=any");
        try (SmtpClient client = loggedIn(listener, ALICE); SmtpClient other = loggedIn(listener, BOB)) {
            node.accepted(message(client));
            assertThat(transaction(client, BOB)).startsWith("450 4.7.1 Too many messages of account alice@example.org (");
            assertThat(transaction(other, BOB)).startsWith("250 ");
            passALongTime();
            assertThat(transaction(client, BOB)).startsWith("250 ");
            assertRefusal(client, "MAIL limits.account.messages 450 ");
        }
    }

    @Test
    void recipientsOfAnAccount() throws IOException {
        Listener listener = limited(Service.SUBMISSION, "sterna.limits.account.recipients=reject 1 in 1 m");
        try (SmtpClient client = loggedIn(listener, ALICE)) {
            client.envelope(ALICE, ALICE);
            assertThat(client.ask("RCPT TO:<" + BOB + ">\r\n")).startsWith("450 4.7.1 Too many recipients of account alice@example.org (");
            passALongTime();
            assertThat(client.ask("RCPT TO:<" + BOB + ">\r\n")).startsWith("250 ");
            assertRefusal(client, "RCPT limits.account.recipients 450 ");
        }
    }

    @Test
    void failedLoginsOfANetwork() throws IOException {
        Listener listener = limited(Service.SUBMISSION, "sterna.limits.network.failed-logins=reject 2 in 1 m");
        try (SmtpClient client = SmtpClient.secured(listener)) {
            assertThat(client.login(ALICE, "wrong")).startsWith("535 ");
            assertThat(client.login("nobody@example.org", "wrong")).startsWith("535 ");
            assertThat(client.login(ALICE, PASSWORD)).startsWith("421 4.7.0 Too many failed logins from 127.0.0.1 (");
            assertThat(client.isClosed()).isTrue();
            assertThat(node.refusals(client)).last().asString().startsWith("AUTH limits.network.failed-logins 421 ");
        }
        try (SmtpClient client = SmtpClient.connect(listener)) {
            assertThat(client.reply()).startsWith("421 4.7.0 Too many failed logins from 127.0.0.1 (");
        }
        passALongTime();
        loggedIn(listener, ALICE).close();
    }

    @Test
    void failedLoginsToAnAccount() throws IOException {
        Listener listener = limited(Service.SUBMISSION, "sterna.limits.account.failed-logins=reject 1 in 1 m");
        try (SmtpClient client = SmtpClient.secured(listener); SmtpClient other = SmtpClient.secured(listener)) {
            assertThat(client.login(ALICE, "wrong")).startsWith("535 ");
            assertThat(client.login(BOB, PASSWORD)).startsWith("235 ");
            assertThat(other.login(ALICE, PASSWORD)).startsWith("421 4.7.0 Too many failed logins of account alice@example.org (");
            assertThat(node.refusals(other)).singleElement().asString().startsWith("AUTH limits.account.failed-logins 421 ");
        }
        passALongTime();
        loggedIn(listener, ALICE).close();
    }

    @Test
    void trustedNetworksAreNotLimitedAndLimitsCanBeOff() throws IOException {
        String limit = "sterna.limits.network.messages=reject 1 in 1 m";
        for (Listener listener : new Listener[] {limited(Service.SMTP, limit, "sterna.relay.trusted-networks=[127.0.0.0/8]"),
                limited(Service.SMTP, limit, "sterna.limits.enabled=false"), limited(Service.SMTP, "sterna.limits.network.messages=off"),
                limited(Service.SMTP, limit, "sterna.policy.lists.allow.networks=[127.0.0.1]")}) {
            try (SmtpClient client = SmtpClient.greeted(listener)) {
                node.accepted(message(client));
                node.accepted(message(client));
            }
        }
    }

    @Test
    void aLimitCanTag() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.limits.network.recipients=tag 1 in 1 m");
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            assertThat(new String(node.accepted(message(client)).prefix(), ISO_8859_1)).doesNotContain("X-Sterna-Policy");
            client.envelope("", ALICE, BOB);
            String prefix = new String(node.accepted(client.data(dated())).prefix(), ISO_8859_1);
            assertThat(prefix).containsOnlyOnce("X-Sterna-Policy:").contains(
                    "\r\nX-Sterna-Policy: limits.network.recipients; Too many recipients from 127.0.0.1 (");
            assertTagged(client, "limits.network.recipients");
        }
    }

    private static void assertTagged(SmtpClient client, String rule) throws IOException {
        client.ask("QUIT\r\n");
        assertThat(node.session(client)).filteredOn(SessionEvent.Tagged.class::isInstance).singleElement()
                .isInstanceOfSatisfying(SessionEvent.Tagged.class, tagged -> assertThat(tagged.rule()).isEqualTo(rule));
    }

    @ParameterizedTest
    @CsvSource({"networks, 127.0.0.0/8", "helo, '*.example.net'", "reverse-path, example.org", "reverse-path, alice@example.org"})
    void aDenyListCanTagOrBeOffAndAllowListsWin(String list, String entry) throws IOException {
        String deny = "sterna.policy.lists.deny." + list;
        try (SmtpClient client = SmtpClient.greeted(limited(Service.SMTP, deny + "=[\"" + entry + "\"]", deny + "-action=tag"))) {
            QueueEvent.MessageAccepted accepted = node.accepted(message(client));
            assertThat(new String(accepted.prefix(), ISO_8859_1)).contains("\r\nX-Sterna-Policy: deny." + list + "; on a deny list\r\n");
            assertTagged(client, "deny." + list);
        }
        try (SmtpClient client = SmtpClient.greeted(limited(Service.SMTP, deny + "=[\"" + entry + "\"]", deny + "-action=off"))) {
            assertThat(new String(node.accepted(message(client)).prefix(), ISO_8859_1)).doesNotContain("X-Sterna-Policy");
        }
        try (SmtpClient client = SmtpClient.greeted(limited(Service.SMTP, deny + "=[\"" + entry + "\"]",
                "sterna.policy.lists.allow." + list + "=[\"" + entry + "\"]"))) {
            node.accepted(message(client));
        }
    }

    @Test
    void deniedNetworks() throws IOException {
        try (SmtpClient client = SmtpClient.connect(limited(Service.SMTP, "sterna.policy.lists.deny.networks=[127.0.0.0/8]"))) {
            assertThat(client.reply()).startsWith("554 5.7.1 ").contains("deny.networks");
            assertThat(client.isClosed()).isTrue();
            assertThat(node.refusals(client)).singleElement().asString().startsWith("CONNECT deny.networks 554 ");
        }
    }

    @Test
    void deniedNames() throws IOException {
        try (SmtpClient client = SmtpClient.connect(limited(Service.SMTP, "sterna.policy.lists.deny.helo=[\"*.example.net\"]"))) {
            client.reply();
            assertThat(client.ask(SmtpClient.EHLO)).startsWith("550 5.7.1 ").contains("deny.helo");
            assertThat(client.ask("MAIL FROM:<>\r\n")).startsWith("503 ");
            assertThat(client.ask("HELO example.net\r\n")).startsWith("250 ");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).hasSize(2).first().asString().startsWith("EHLO deny.helo 550 ");
        }
    }

    @Test
    void deniedReversePaths() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.policy.lists.deny.reverse-path=[outside.example, \"jones@example.com\"]");
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            assertThat(client.ask("MAIL FROM:<x@OUTSIDE.example>\r\n")).startsWith("550 5.7.1 ").contains("deny.reverse-path");
            assertThat(client.ask("MAIL FROM:<Jones@example.com>\r\n")).startsWith("550 5.7.1 ");
            assertThat(client.ask("MAIL FROM:<smith@example.com>\r\n")).startsWith("250 ");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).hasSize(2).allMatch(each -> each.startsWith("MAIL deny.reverse-path 550 "));
        }
    }

    @Test
    void earlyTalkers() throws IOException {
        Listener listener = limited(Service.SMTP, "sterna.policy.early-talker.delay=30 s");
        try (SmtpClient client = SmtpClient.connect(listener)) {
            assertThat(client.ask(SmtpClient.EHLO)).startsWith("554 5.5.1 ").contains("early-talker");
            assertThat(client.isClosed()).isTrue();
            assertThat(node.refusals(client)).singleElement().asString().startsWith("CONNECT early-talker 554 ");
        }
        Listener tagging = limited(Service.SMTP, "sterna.policy.early-talker.delay=30 s", "sterna.policy.early-talker.action=tag");
        try (SmtpClient client = SmtpClient.connect(tagging)) {
            client.send(SmtpClient.EHLO);
            assertThat(client.reply()).startsWith("220 ");
            assertThat(client.reply()).startsWith("250 ");
            assertThat(new String(node.accepted(message(client)).prefix(), ISO_8859_1)).contains("\r\nX-Sterna-Policy: early-talker; ");
            assertTagged(client, "early-talker");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "300 ms"})
    void whoWaitsForTheGreetingGetsIt(String delay) throws IOException {
        SmtpClient.greeted(limited(Service.SMTP, "sterna.policy.early-talker.delay=" + delay)).close();
    }

    @Test
    void theNodeHasACap() throws IOException {
        Listener listener = node.listen(Service.SMTP, bind -> bind.withCap(new ConnectionCap(1), "421 4.3.2 Too many connections, try again later\r\n"));
        try (SmtpClient first = SmtpClient.greeted(listener); SmtpClient second = SmtpClient.connect(listener)) {
            assertThat(second.reply()).startsWith("421 4.3.2 ");
            assertThat(second.isClosed()).isTrue();
            assertThat(first.ask("QUIT\r\n")).startsWith("221 ");
        }
        await("the first one is gone", () -> isWelcome(listener));
    }

    @Test
    void anErrorTooManyEndsTheSession() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(limited(Service.SMTP))) {
            for (int error = 1; error <= 20; error++) {
                assertThat(client.ask("NONSENSE\r\n")).startsWith("500 ");
            }
            assertThat(client.reply()).startsWith("421 4.7.0 ");
            assertThat(client.isClosed()).isTrue();
        }
    }
}
