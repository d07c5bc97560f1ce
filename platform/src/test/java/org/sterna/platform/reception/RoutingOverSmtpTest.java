package org.sterna.platform.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.connection.Listener;

/** Where RCPT leads, as the accepted message has it. */
@ExtendWith(CassandraExtension.class)
class RoutingOverSmtpTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final String FULL = "full@example.org";
    private static final String OUTSIDE = "friend@outside.example";
    private static ReceptionNode node;
    private static Listener listener;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE, BOB, FULL);
        node.alias("team@example.org", ALICE, BOB, OUTSIDE);
        node.change(FULL, new AccountCommand.SetQuota(QuotaLimits.ofOctets(1000), Instant.now()));
        node.change(new DirectoryEvent.DomainAliasAdded("example.net", "example.org", Instant.now()), "example.net");
        node.change(new DirectoryEvent.DomainAdded("caught.example", DomainSettings.LOCAL.withCatchAll(Optional.of(BOB)), Instant.now()), "caught.example");
        node.change(new DirectoryEvent.DomainAdded("farm.example", DomainSettings.relay(DomainSettings.Recipients.LISTED, Optional.of("127.0.0.9:25")),
                Instant.now()), "farm.example");
        node.change("usera@farm.example", new AccountCommand.RelayTo("usera@farm.example", Optional.of("127.0.0.1:9"), Instant.now()));
        node.change("userb@farm.example", new AccountCommand.RelayTo("userb@farm.example", Optional.empty(), Instant.now()));
        listener = node.listen(Service.SMTP, "sterna.smtp.postmaster=" + BOB);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static List<QueueEvent.Addressee> addressees(String... recipients) throws IOException {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            return node.accepted(client.envelope("smith@example.com", recipients).data(dated())).recipients();
        }
    }

    /** The accounts they lead to, or where they are relayed. */
    private static List<String> ends(String... recipients) throws IOException {
        return addressees(recipients).stream().map(QueueEvent.Addressee::target).map(target -> target instanceof Target.LocalMailbox mailbox
                ? mailbox.account() : ((Target.Relay) target).nextHop().orElse(((Target.Relay) target).domain())).toList();
    }

    private static String rcpt(Listener port, String parameters, String recipient) throws IOException {
        try (SmtpClient client = SmtpClient.greeted(port)) {
            assertThat(client.ask("MAIL FROM:<>" + parameters + "\r\n")).startsWith("250 ");
            return client.ask("RCPT TO:<" + recipient + ">\r\n");
        }
    }

    @Test
    void caseAndDetailDoNotMatter() throws IOException {
        assertThat(ends("ALICE@Example.ORG")).containsExactly(ALICE);
        assertThat(ends("alice+lists@example.org")).containsExactly(ALICE);
        assertThat(addressees("Alice+Lists@example.org")).extracting(QueueEvent.Addressee::forwardPath).containsExactly("Alice+Lists@example.org");
    }

    @Test
    void anAliasLeadsToManyAndToOutside() throws IOException {
        List<QueueEvent.Addressee> found = addressees("team@example.org");
        assertThat(found).extracting(QueueEvent.Addressee::forwardPath).containsExactlyInAnyOrder(ALICE, BOB, OUTSIDE);
        assertThat(found).filteredOn(each -> each.forwardPath().equals(OUTSIDE)).extracting(QueueEvent.Addressee::target)
                .containsExactly(new Target.Relay("outside.example", Optional.empty(), true));
        assertThat(found).allSatisfy(each -> assertThat(each.parameters().originalRecipient()).hasValueSatisfying(     // RFC 3461 section 5.2.7
                original -> assertThat(original.address()).isEqualTo("team@example.org")));
    }

    @Test
    void aDomainAliasIsTheDomain() throws IOException {
        assertThat(ends("alice@example.net", "team@EXAMPLE.net")).containsExactlyInAnyOrder(ALICE, BOB, "outside.example");
        assertThat(rcpt(listener, "", "nobody@example.net")).startsWith("550 5.1.1 ");
    }

    @Test
    void aCatchAllCatchesTheRest() throws IOException {
        assertThat(ends("anybody@caught.example")).containsExactly(BOB);
    }

    @Test
    void thePostmasterAndComplaintsAreAlwaysTaken() throws IOException {             // RFC 5321 section 4.5.1, RFC 2142 section 4
        assertThat(ends("postmaster")).containsExactly(BOB);
        assertThat(ends("Postmaster@example.org")).containsExactly(BOB);
        assertThat(ends("abuse@example.net")).containsExactly(BOB);
    }

    @Test
    void eachRecipientBehindTheRelayHasItsServer() throws IOException {
        assertThat(ends("userA@farm.example")).containsExactly("127.0.0.1:9");
        assertThat(ends("userB@farm.example")).containsExactly("127.0.0.9:25");
        assertThat(rcpt(listener, "", "userC@farm.example")).startsWith("550 5.1.1 ");
    }

    @Test
    void whoIsOverQuotaIsToldLaterOrNever() throws IOException {
        assertThat(rcpt(listener, " SIZE=1001", FULL)).startsWith("452 4.2.2 ");
        assertThat(rcpt(listener, " SIZE=999", FULL)).startsWith("250 ");
        assertThat(rcpt(node.listen(Service.SMTP, "sterna.smtp.over-quota=reject"), " SIZE=1001", FULL)).startsWith("552 5.2.2 ");
    }

    /** Its owner exists: a client that writes to it does not guess names. */
    @Test
    void aFullMailboxIsNoUnknownRecipient() throws IOException {
        Listener strict = node.listen(Service.SMTP, "sterna.smtp.over-quota=reject", "sterna.limits.network.unknown-recipients=reject 1 in 1 h");
        assertThat(rcpt(strict, " SIZE=1001", FULL)).startsWith("552 5.2.2 ");
        assertThat(rcpt(strict, " SIZE=1001", ALICE)).startsWith("250 ");
    }

    @Test
    void othersAreRefusedAndTheLogSaysWhy() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope("");
            assertThat(client.ask("RCPT TO:<" + OUTSIDE + ">\r\n")).startsWith("550 5.7.1 ");
            assertThat(client.ask("RCPT TO:<nobody@example.org>\r\n")).startsWith("550 5.1.1 ");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).satisfiesExactly(first -> assertThat(first).startsWith("RCPT relay 550 "),
                    second -> assertThat(second).startsWith("RCPT routing 550 "));
        }
    }

    @Test
    void whoIsNamedAgainGetsNoSecondCopy() throws IOException {
        assertThat(ends("team@example.org", "Team@example.org", BOB, BOB)).containsExactlyInAnyOrder(ALICE, BOB, "outside.example");
        assertThat(ends("alice+a@example.org", "alice+b@example.org")).containsExactly(ALICE, ALICE);
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope("smith@example.com", BOB);
            assertThat(client.ask("RCPT TO:<" + BOB + "> NOTIFY=NEVER\r\n")).startsWith("250 ");
            assertThat(node.accepted(client.data(dated())).recipients()).as("who asks for another report is another recipient").hasSize(2);
        }
    }

    @Test
    void aGreatAliasNamedOverAndOverIsPutOff() throws IOException {                   // RFC 5321 section 4.5.3.1.10
        node.alias("all@example.org", IntStream.range(0, 1000).mapToObj(number -> "user" + number + "@outside.example").toArray(String[]::new));
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope("smith@example.com");
            for (int copies = 1000; copies <= 10_000; copies += 1000) {
                assertThat(client.ask("RCPT TO:<all+" + copies + "@example.org>\r\n")).startsWith("250 ");
            }
            assertThat(client.ask("RCPT TO:<all@example.org>\r\n")).startsWith("452 4.5.3 ");
            assertThat(client.ask("RSET\r\n")).startsWith("250 ");
            client.envelope("smith@example.com", "all@example.org");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).singleElement().asString().startsWith("RCPT routing 452 ");
        }
    }

    /** A host behind us trusts us: what it might send on must not come from strangers. */
    @Test
    void strangersRouteNothingThroughHostsBehindUs() throws IOException {
        node.change(new DirectoryEvent.DomainAdded("behind.example", DomainSettings.relay(DomainSettings.Recipients.ALL, Optional.of("127.0.0.9:25")),
                Instant.now()), "behind.example");
        Listener trusting = node.listen(Service.SMTP, "sterna.relay.trusted-networks=[127.0.0.0/8]");
        assertThat(rcpt(listener, "", "user@behind.example")).startsWith("250 ");
        for (String through : List.of("user%outside.example@behind.example", "\"user@outside.example\"@behind.example", "outside.example!user@behind.example")) {
            assertThat(rcpt(listener, "", through)).as(through).startsWith("550 5.7.1 ");
            assertThat(rcpt(trusting, "", through)).as(through).startsWith("250 ");
        }
        assertThat(rcpt(listener, "", "user%outside.example@example.org")).startsWith("550 5.1.1 ");
        assertThat(rcpt(listener, "", "user%outside.example@caught.example")).as("nobody is routed to by it").startsWith("250 ");
        assertThat(rcpt(listener, "", "@example.org,@behind.example:friend@outside.example")).startsWith("550 5.7.1 ");
    }
}
