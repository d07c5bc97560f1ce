package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.PASSWORD;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.config.Service;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.connection.Listener;

/** Submission over real sockets: who may send what, and what is mended. RFC 6409. */
@ExtendWith(CassandraExtension.class)
class SubmissionTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final String SALES = "sales@example.org";
    private static final String OUTSIDE = "friend@outside.example";
    private static ReceptionNode node;
    private static Listener startTls;
    private static Listener implicit;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE, BOB);
        node.alias(SALES, ALICE);
        startTls = node.listen(Service.SUBMISSION);
        implicit = node.listen(Service.SUBMISSIONS);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static SmtpClient alice(Listener listener) throws IOException {
        SmtpClient client = listener == implicit ? SmtpClient.implicit(listener) : SmtpClient.secured(listener);
        assertThat(client.login(ALICE, PASSWORD)).startsWith("235 2.7.0 ");
        return client;
    }

    /** What Bob finds of a message that Alice submitted. */
    private static String submitted(Listener listener, String content) throws IOException {
        try (SmtpClient client = alice(listener)) {
            return node.delivered(client.envelope(ALICE, BOB).data(content));
        }
    }

    private static String refused(Listener listener, String content) throws IOException {
        try (SmtpClient client = alice(listener)) {
            return client.envelope(ALICE, BOB).data(content);
        }
    }

    private static String reversePath(Listener listener, String address) throws IOException {
        try (SmtpClient client = alice(listener)) {
            return client.ask("MAIL FROM:<" + address + ">\r\n");
        }
    }

    private static String from(String address) {
        return "From: " + address + "\r\n" + dated();
    }

    @Test
    void nothingGoesWithoutALoginAndNoLoginWithoutTls() throws IOException {          // RFC 6409 section 4.3, RFC 4954 section 4
        try (SmtpClient client = SmtpClient.greeted(startTls)) {
            assertThat(client.ask("MAIL FROM:<" + ALICE + ">\r\n")).startsWith("530 5.7.0 ");
            client.send(SmtpClient.EHLO);
            assertThat(client.lines()).anyMatch(line -> line.contains("STARTTLS")).noneMatch(line -> line.contains("AUTH"));
            assertThat(client.login(ALICE, PASSWORD)).startsWith("538 ");
            assertThat(client.ask("STARTTLS\r\n")).startsWith("220 ");
            client.startTls();
            client.send(SmtpClient.EHLO);
            assertThat(client.lines()).anyMatch(line -> line.contains("AUTH PLAIN LOGIN")).noneMatch(line -> line.contains("STARTTLS"));
            assertThat(client.ask("MAIL FROM:<" + ALICE + ">\r\n")).startsWith("530 5.7.0 ");
            assertThat(client.login(ALICE, "wrong")).startsWith("535 5.7.8 ");
            assertThat(client.login(ALICE, PASSWORD)).startsWith("235 ");
            assertThat(node.accepted(client.envelope(ALICE, OUTSIDE).data(from(ALICE))).account()).contains(ALICE);
            client.ask("QUIT\r\n");
            assertThat(node.session(client)).hasAtLeastOneElementOfType(SessionEvent.Secured.class)
                    .hasAtLeastOneElementOfType(SessionEvent.AuthenticationFailed.class).hasAtLeastOneElementOfType(SessionEvent.Authenticated.class);
        }
    }

    @Test
    void nothingIsHeldBeyondTheTimeByWhichItIsToBeDelivered() throws IOException {    // RFC 4865 section 5.2.2
        String soon = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS).toString();
        try (SmtpClient client = SmtpClient.secured(startTls)) {
            assertThat(client.login(ALICE, PASSWORD)).startsWith("235 ");
            assertThat(client.ask("MAIL FROM:<" + ALICE + "> HOLDUNTIL=" + soon + " BY=300;N\r\n")).startsWith("501 5.5.4 ");
            assertThat(client.ask("MAIL FROM:<" + ALICE + "> HOLDUNTIL=" + soon + " BY=3000;N\r\n")).startsWith("250 ");
        }
    }

    @Test
    void theReceivedFieldSaysHow() throws IOException {                               // RFC 3848, RFC 6531 section 4.3
        assertThat(submitted(startTls, from(ALICE))).contains("with ESMTPSA\r\n\t(TLSv1.");
        try (SmtpClient client = alice(implicit)) {
            assertThat(client.ask("MAIL FROM:<" + ALICE + "> SMTPUTF8\r\n")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<" + BOB + ">\r\n")).startsWith("250 ");
            assertThat(node.delivered(client.data(from(ALICE)))).contains("with UTF8SMTPSA\r\n\t(TLSv1.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, "Alice@EXAMPLE.org", "alice+lists@example.org", SALES, ""})
    void aReversePathMayBeOnesOwn(String address) throws IOException {
        assertThat(reversePath(startTls, address)).startsWith("250 2.1.0 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {BOB, "nobody@example.org", OUTSIDE})
    void noOtherReversePathMayBeUsed(String address) throws IOException {
        try (SmtpClient client = alice(implicit)) {
            assertThat(client.ask("MAIL FROM:<" + address + ">\r\n")).startsWith("550 5.7.1 ").contains("reverse-path");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).singleElement().asString().startsWith("MAIL submission.reverse-path 550 ");
        }
    }

    @Test
    void reversePathsOfTheDomainOrAllMayBeAllowed() throws IOException {
        Listener domain = node.listen(Service.SUBMISSION, "sterna.submission.reverse-path=domain");
        assertThat(reversePath(domain, BOB)).startsWith("250 ");
        assertThat(reversePath(domain, "nobody@EXAMPLE.org")).startsWith("250 ");
        assertThat(reversePath(domain, OUTSIDE)).startsWith("550 5.7.1 ");
        assertThat(reversePath(node.listen(Service.SUBMISSION, "sterna.submission.reverse-path=any"), OUTSIDE)).startsWith("250 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, "Alice A. <ALICE@example.org>", "<alice+x@example.org>", "Sales <" + SALES + ">",
            ALICE + ", " + SALES + "\r\nSender: " + ALICE})
    void fromMayBeOnesOwn(String field) throws IOException {
        assertThat(submitted(implicit, from(field))).contains("From: " + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {BOB, "Alice <alice@example.org>, Bob <" + BOB + ">", OUTSIDE, ALICE + "\r\nSender: " + BOB, "no address at all"})
    void noOtherFromOrSenderMayBeUsed(String field) throws IOException {
        try (SmtpClient client = alice(startTls)) {
            assertThat(client.envelope(ALICE, BOB).data(from(field))).startsWith("550 5.7.1 ").contains("From or Sender");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).singleElement().asString().startsWith("DATA submission.from 550 ");
        }
    }

    @Test
    void fromOfTheDomainOrAllMayBeAllowed() throws IOException {
        Listener domain = node.listen(Service.SUBMISSION, "sterna.submission.from=domain");
        assertThat(submitted(domain, from(BOB))).contains("From: " + BOB);
        assertThat(refused(domain, from(OUTSIDE))).startsWith("550 5.7.1 ");
        assertThat(submitted(node.listen(Service.SUBMISSION, "sterna.submission.from=any"), from(OUTSIDE))).contains("From: " + OUTSIDE);
    }

    @Test
    void whatIsMissingIsAdded() throws IOException {                                  // RFC 6409 section 8
        String found = submitted(startTls, "To: bob, Carol <carol@example.net>\r\nSubject: x\r\n\r\ny\r\n");
        String header = found.substring(0, found.indexOf("\r\n\r\n") + 2);
        assertThat(header).containsPattern("\r\nDate: \\w{3}, \\d\\d? \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\r\n")
                .containsPattern("\r\nMessage-ID: <[^@ ]+@mail.example.org>\r\n").contains("\r\nFrom: <" + ALICE + ">\r\n")
                .containsPattern("\r\nTo: <?bob@example.org>?, Carol <carol@example.net>\r\n").doesNotContain("Sender:");
        assertThat(header.split("\r\nTo: ", -1)).hasSize(2);
        assertThat(found).endsWith("\r\n\r\ny\r\n");
    }

    @Test
    void whatIsThereStaysAsItIs() throws IOException {
        String content = from("Alice <" + ALICE + ">") + "y\r\n";
        assertThat(submitted(implicit, content)).endsWith("\r\n" + content).containsOnlyOnce("\r\nDate: ").containsOnlyOnce("\r\nMessage-ID: ");
    }

    @Test
    void nothingIsMendedThatIsSwitchedOff() throws IOException {
        Listener plain = node.listen(Service.SUBMISSION, "sterna.submission.add-date=false", "sterna.submission.add-message-id=false",
                "sterna.submission.complete-addresses=false", "sterna.submission.remove-bcc=false");
        String content = "From: " + ALICE + "\r\nTo: bob\r\nBcc: carol@example.net\r\n\r\ny\r\n";
        assertThat(submitted(plain, content)).endsWith(content).doesNotContain("Date: ", "Message-ID: ");
    }

    @Test
    void blindCopiesStayBlind() throws IOException {                                  // RFC 5322 section 3.6.3
        String found = submitted(startTls, from(ALICE).replace("Subject:", "Bcc: carol@example.net,\r\n dave@example.net\r\nbcc: eve@example.net\r\nSubject:")
                + "Bcc: in the body\r\n");
        assertThat(found).doesNotContain("carol", "dave", "eve").endsWith("Subject: x\r\n\r\nBcc: in the body\r\n");
    }

    @Test
    void senderTellsWhoSentIt() throws IOException {
        Listener listener = node.listen(Service.SUBMISSION, "sterna.submission.add-sender=true", "sterna.submission.from=any");
        assertThat(submitted(listener, from(OUTSIDE))).contains("\r\nSender: <" + ALICE + ">\r\n");
        assertThat(submitted(listener, from(ALICE))).doesNotContain("Sender:");
        assertThat(submitted(listener, from(SALES))).doesNotContain("Sender:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: x\r\nthis is no header field\r\n\r\n", "From: alice@example.org\r\nFrom: bob@example.org\r\n\r\n"})
    void aHeaderSectionThatCannotBeReadIsRefused(String content) throws IOException {
        assertThat(refused(startTls, content)).startsWith("554 5.6.0 ");
    }

    @Test
    void aHeaderSectionThatIsTooLongIsRefused() throws IOException {
        assertThat(refused(implicit, "From: alice@example.org\r\n" + "X-Filler: of forty octets, its end included\r\n".repeat(4000) + "\r\n"))
                .startsWith("554 5.6.0 ").contains("longer");
    }

    @Test
    void lineEndsAreRefusedOrRepaired() throws IOException {
        String content = "From: alice@example.org\nSubject: x\n\none\n..\ntwo\rthree\r\n";
        assertThat(refused(startTls, content)).startsWith("554 5.5.2 ");
        assertThat(submitted(node.listen(Service.SUBMISSION, "sterna.submission.line-ends=repair"), content))
                .endsWith("From: alice@example.org\r\nSubject: x\r\n\r\none\r\n.\r\ntwo\r\nthree\r\n");
    }

    @Test
    void trustedNetworksMaySendAsAnybody() throws IOException {
        Listener trusting = node.listen(Service.SUBMISSION, "sterna.relay.trusted-networks=[127.0.0.0/8]");
        try (SmtpClient client = SmtpClient.secured(trusting)) {
            assertThat(client.ask("MAIL FROM:<" + OUTSIDE + ">\r\n")).startsWith("530 5.7.0 ");
            assertThat(client.login(ALICE, PASSWORD)).startsWith("235 ");
            assertThat(node.delivered(client.envelope(OUTSIDE, BOB).data(from(OUTSIDE)))).contains("From: " + OUTSIDE);
        }
    }

    @Test
    void aTransactionInUtf8IsMendedInUtf8() throws IOException {                      // RFC 6532 section 3
        try (SmtpClient client = alice(startTls)) {
            client.ask("MAIL FROM:<" + ALICE + "> SMTPUTF8 BODY=8BITMIME\r\n");
            client.ask("RCPT TO:<" + BOB + ">\r\n");
            String name = new String("To: J\u00f6rg <bob>\r\n".getBytes(UTF_8), ISO_8859_1);
            assertThat(node.delivered(client.data("From: " + ALICE + "\r\n" + name + "\r\n"))).contains(name.replace("<bob>", "<bob@example.org>"));
        }
    }

    @Test
    void nothingMayBeSentBehindAResponse() throws IOException {                       // RFC 4954 section 4
        try (SmtpClient client = SmtpClient.secured(startTls)) {
            assertThat(client.ask("AUTH LOGIN\r\n")).isEqualTo("334 VXNlcm5hbWU6");
            assertThat(client.ask("YWxpY2VAZXhhbXBsZS5vcmc=\r\nc2VjcmV0\r\n")).startsWith("554 5.5.0 ");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void port25OffersNoLogin() throws IOException {
        try (SmtpClient client = SmtpClient.secured(node.listen(Service.SMTP))) {
            client.send(SmtpClient.EHLO);
            assertThat(client.lines()).isNotEqualTo(List.of()).noneMatch(line -> line.contains("AUTH"));
            assertThat(client.login(ALICE, PASSWORD)).startsWith("502 ");
        }
    }

    /** What a NUL ends, programs disagree about. */
    @Test
    void aFromThatNulCutsIsRefused() throws IOException {
        try (SmtpClient client = alice(implicit)) {
            String content = "From: " + ALICE + "\0, " + OUTSIDE + "\r\nSubject: x\r\n\r\ny\0\r\n";
            assertThat(client.ask("MAIL FROM:<" + ALICE + "> BODY=BINARYMIME\r\n")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<" + BOB + ">\r\n")).startsWith("250 ");
            assertThat(client.ask("BDAT " + content.length() + " LAST\r\n" + content)).startsWith("554 5.6.0 ");
        }
    }

    @Test
    void nobodyHasHundredsOfNames() throws IOException {
        StringBuilder field = new StringBuilder(ALICE);
        for (int detail = 1; detail < 100; detail++) {
            field.append(",\r\n alice+").append(detail).append("@example.org");
        }
        assertThat(refused(implicit, from(field.toString()))).startsWith("250 ");
        assertThat(refused(implicit, from(field + ",\r\n alice+100@example.org"))).startsWith("554 5.6.0 ");
    }

    @Test
    void caseMayTellAccountsApart() throws IOException {
        node.change(new DirectoryEvent.DomainAdded("case.example", DomainSettings.LOCAL.withCaseSensitive(true), Instant.now()), "case.example");
        node.account("kim@case.example");
        try (SmtpClient client = SmtpClient.secured(startTls)) {
            assertThat(client.login("kim@case.example", PASSWORD)).startsWith("235 ");
            assertThat(client.ask("MAIL FROM:<Kim@case.example>\r\n")).startsWith("550 5.7.1 ");
            assertThat(client.ask("MAIL FROM:<kim@case.example>\r\n")).startsWith("250 ");
        }
    }

    @Test
    void ourOwnFieldsAndBlindCopiesGoTogether() throws IOException {
        String found = submitted(startTls, from(ALICE).replace("Subject:", "X-Sterna-Policy: a\r\nBcc: carol@example.net\r\nX-Sterna-Policy: b\r\nSubject:"));
        assertThat(found).doesNotContain("X-Sterna-Policy", "carol").endsWith("Subject: x\r\n\r\n");
        assertThat(submitted(startTls, "no field\r\nX-Sterna-Policy: in the body\r\n")).endsWith("\r\n\r\nno field\r\nX-Sterna-Policy: in the body\r\n");
    }
}
