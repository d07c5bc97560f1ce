package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.PASSWORD;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;
import org.sterna.platform.trust.AuthorPolicy;
import org.sterna.platform.trust.AuthorPolicy.Disposition;
import org.sterna.platform.trust.ContentFindings;
import org.sterna.platform.trust.ContentVerifier;
import org.sterna.platform.trust.Evidence;
import org.sterna.protocols.trust.MethodResult;

/** Mail from elsewhere, over real sockets, with the answers of a real DNS server. */
@ExtendWith(CassandraExtension.class)
class CheckedMailTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.net";
    private static final String STRANGERS = "sterna.trust.exempt-networks=[]";
    private static ReceptionNode node;

    private final TestDnsServer dns = TestDnsServer.start();

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void end() {
        dns.close();
    }

    private Listener listen(UnaryOperator<TestReception> checks, String... sets) {
        String[] all = new String[sets.length + 1];
        all[0] = STRANGERS;
        System.arraycopy(sets, 0, all, 1, sets.length);
        return node.listen(reception -> checks.apply(reception.withDns(TestLookups.of(dns, Duration.ofSeconds(5)))), all);
    }

    private Listener listen(String... sets) {
        return listen(UnaryOperator.identity(), sets);
    }

    private static String send(SmtpClient client, String from, String fields) throws IOException {
        return client.envelope(from, ALICE).data(fields + "From: " + BOB + "\r\n" + dated() + "Hello\r\n");
    }

    private static List<String> checks(SmtpClient client) throws IOException {
        client.ask("QUIT\r\n");
        return node.session(client).stream().filter(SessionEvent.Checked.class::isInstance).map(SessionEvent.Checked.class::cast)
                .map(each -> each.method() + " " + each.result() + " " + each.about()).toList();
    }

    @Test
    void aClientThatMayUseTheDomain() throws IOException {
        dns.add("example.net. TXT \"v=spf1 ip4:127.0.0.1 -all\"", "client.example.net. TXT \"v=spf1 ip6:2001:db8::/32 ~all\"");
        try (SmtpClient client = SmtpClient.greeted(listen())) {
            String message = node.delivered(send(client, BOB, ""));
            assertThat(message).startsWith("""
                    Return-Path: <bob@example.net>
                    Authentication-Results: mail.example.org;
                    \tspf=pass smtp.mailfrom=example.net;
                    \tspf=softfail smtp.helo=client.example.net
                    Received-SPF: pass (mail.example.org: the domain example.net designates this client)
                    \tclient-ip=127.0.0.1;
                    \tenvelope-from="bob@example.net";
                    \thelo="client.example.net";
                    \tidentity=mailfrom;
                    \treceiver=mail.example.org;
                    \tmechanism="ip4:127.0.0.1"
                    Received-SPF: softfail (""".replace("\n", "\r\n"));
            assertThat(message.indexOf("\r\nReceived: ")).isGreaterThan(message.lastIndexOf("\r\nReceived-SPF: "));
            assertThat(message).doesNotContain("X-Sterna-Policy");
            assertThat(checks(client)).containsExactly("spf pass smtp.mailfrom=example.net", "spf softfail smtp.helo=client.example.net");
        }
    }

    @Test
    void aReportIsCheckedByTheNameOfTheClient() throws IOException {
        dns.add("client.example.net. TXT \"v=spf1 a -all\"", "client.example.net. A 127.0.0.1");
        try (SmtpClient client = SmtpClient.greeted(listen())) {
            assertThat(node.delivered(send(client, "", ""))).contains("\r\nAuthentication-Results: mail.example.org;\r\n\tspf=pass smtp.helo=client.example.net\r\n")
                    .containsOnlyOnce("Received-SPF:");
        }
    }

    @Test
    void aClientThatMayNotIsTagged() throws IOException {
        dns.add("example.net. TXT \"v=spf1 -all\"");
        try (SmtpClient client = SmtpClient.greeted(listen())) {
            assertThat(node.delivered(send(client, BOB, ""))).contains("spf=fail smtp.mailfrom=example.net")
                    .contains("\r\nX-Sterna-Policy: spf.fail; the domain example.net does not let this client use it\r\n");
        }
    }

    @Test
    void oneThatIsRefusedIsToldWhoSaysSo() throws IOException {
        dns.add("example.net. TXT \"v=spf1 -all exp=why.example.net\"", "why.example.net. TXT \"See http://%{d}/why?s=%{S}&i=%{i}\"");
        try (SmtpClient client = SmtpClient.greeted(listen("sterna.trust.spf.fail=reject"))) {
            client.envelope(BOB, ALICE);
            client.ask("DATA\r\n");
            client.send(dated() + ".\r\n");
            assertThat(client.lines()).containsExactly("550-5.7.23 SPF check of MAIL FROM: the domain example.net does not let this client use it",
                    "550-5.7.23 The domain example.net explains:", "550 5.7.23 See http://example.net/why?s=bob%40example.net&i=127.0.0.1");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).singleElement().asString().startsWith("DATA spf.fail 550");
        }
    }

    @Test
    void aDnsThatIsSilentIsNoPassAndHoldsUpNoLongerThanTheLimit() throws IOException {
        dns.drop("example.net").drop("client.example.net");
        try (SmtpClient client = SmtpClient.greeted(listen("sterna.trust.timeout=300 ms", "sterna.trust.spf.temperror=defer"))) {
            long start = System.nanoTime();
            assertThat(send(client, BOB, "")).startsWith("451 4.7.24 SPF check of MAIL FROM: no answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(checks(client)).containsExactly("spf temperror smtp.mailfrom=example.net", "spf temperror smtp.helo=client.example.net");
        }
    }

    @Test
    void theDnsIsAskedBeforeTheContentComes() throws IOException {
        dns.add("example.net. TXT \"v=spf1 +all\"");
        try (SmtpClient client = SmtpClient.greeted(listen())) {
            client.ask("MAIL FROM:<" + BOB + ">\r\n");
            await("the DNS is asked", () -> dns.questions("example.net") > 0);
            client.ask("RCPT TO:<" + ALICE + ">\r\n");
            assertThat(client.data(dated())).startsWith("250 ");
        }
    }

    @Test
    void whatCameInOurNameIsTakenOut() throws IOException {
        String theirs = "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.net\r\n";
        String ours = "Authentication-Results: mail.example.org;\r\n\tdmarc=pass header.from=example.net\r\n";
        String filler = ("X-Filler: " + "x".repeat(900) + "\r\n").repeat(160);
        try (SmtpClient client = SmtpClient.greeted(listen())) {
            String message = node.delivered(send(client, BOB, theirs + ours + filler + ours + "X-Sterna-Policy: none\r\n"));
            assertThat(message).contains(theirs).contains(filler).contains("\r\nHello\r\n").containsOnlyOnce("mail.example.org;")
                    .doesNotContain("dmarc=").doesNotContain("X-Sterna-Policy");
        }
    }

    @Test
    void whoLogsInIsNotCheckedAndCannotSpeakInOurNameEither() throws IOException {
        try (SmtpClient client = SmtpClient.secured(node.listen(Service.SUBMISSION, STRANGERS))) {
            assertThat(client.login(ALICE, PASSWORD)).startsWith("235 ");
            String message = node.delivered(client.envelope(ALICE, ALICE).data("Authentication-Results: mail.example.org; dkim=pass\r\nFrom: " + ALICE + "\r\n" + dated()));
            assertThat(message).doesNotContain("Authentication-Results").doesNotContain("Received-SPF");
            assertThat(checks(client)).isEmpty();
        }
    }

    @Test
    void whomWeTrustMaySayWhatItFoundOut() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(listen("sterna.relay.trusted-networks=[\"127.0.0.1\"]"))) {
            assertThat(node.delivered(send(client, BOB, "Authentication-Results: mail.example.org; spf=pass\r\n")))
                    .containsOnlyOnce("Authentication-Results: mail.example.org; spf=pass\r\n").doesNotContain("Received-SPF");
        }
    }

    @Test
    void theContentIsLookedAtAsItComes() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        ContentVerifier.Factory verifiers = () -> new Copy(seen);
        try (SmtpClient client = SmtpClient.greeted(listen(reception -> reception.withVerifiers(verifiers)))) {
            String first = dated() + "..Hello\r\n";
            String delivered = node.delivered(client.envelope(BOB, ALICE).data(first.replace("..", "...")));
            assertThat(delivered).contains("\tdkim=pass header.d=example.net").endsWith("..Hello\r\n");
            assertThat(client.envelope(BOB, ALICE).ask("BDAT 6\r\nA: b\r\n")).startsWith("250 ");
            assertThat(client.ask("BDAT 5 LAST\r\n\r\nx\r\n")).startsWith("250 ");
            assertThat(seen).containsExactly(first, "A: b\r\n\r\nx\r\n");
        }
    }

    private static final class Copy implements ContentVerifier {
        private final List<String> seen;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        private Copy(List<String> seen) {
            this.seen = seen;
        }

        @Override
        public void feed(byte[] content, int offset, int length) {
            octets.write(content, offset, length);
        }

        @Override
        public CompletionStage<ContentFindings> finish(Instant now) {
            seen.add(octets.toString(ISO_8859_1));
            return CompletableFuture.completedFuture(new ContentFindings(List.of(new ContentFindings.Signature(
                    MethodResult.of("dkim", "pass").with("header", "d", "example.net"), "example.net", "s", "@example.net", false)), Optional.empty(), List.of()));
        }
    }

    private static AuthorPolicy wish(Disposition disposition, List<Evidence> asked, List<Disposition> applied) {
        return evidence -> {
            asked.add(evidence);
            return CompletableFuture.completedFuture(new AuthorPolicy.Wish(disposition, "example.net",
                    List.of(MethodResult.of("dmarc", "fail").with("header", "from", "example.net")), Optional.empty(), Optional.of(applied::add)));
        };
    }

    @Test
    void whatIsToBeKeptApartGoesToTheJunk() throws IOException {
        List<Evidence> asked = new CopyOnWriteArrayList<>();
        List<Disposition> applied = new CopyOnWriteArrayList<>();
        node.account("jane@example.org");
        try (SmtpClient client = SmtpClient.greeted(listen(reception -> reception.withAuthors(wish(Disposition.QUARANTINE, asked, applied))))) {
            for (int i = 0; i < 2; i++) {                       // the second finds the mailbox
                String reply = client.envelope(BOB, "jane@example.org").data("From: " + BOB + "\r\n" + dated());
                assertThat(node.delivered(reply)).contains("\tdmarc=fail header.from=example.net\r\n").contains("\r\nX-Sterna-Policy: dmarc.quarantine; the domain example.net ");
                assertThat(node.await(reply, QueueEvent.RecipientDelivered.class, 1)).singleElement()
                        .satisfies(each -> assertThat(node.folder("jane@example.org", each.mailbox())).isEqualTo("Junk"));
            }
            assertThat(asked).hasSize(2).allSatisfy(each -> assertThat(each.header().first("From").orElseThrow().body()).isEqualTo(BOB));
            await("what was done is known", () -> applied.equals(List.of(Disposition.QUARANTINE, Disposition.QUARANTINE)));
        }
    }

    @Test
    void whatIsToBeRefusedIsRefusedInTheNameOfTheDomain() throws IOException {
        List<Disposition> applied = new CopyOnWriteArrayList<>();
        try (SmtpClient client = SmtpClient.greeted(listen(reception -> reception.withAuthors(wish(Disposition.REJECT, new CopyOnWriteArrayList<>(), applied))))) {
            assertThat(send(client, BOB, "")).isEqualTo(
                    "550 5.7.1 The domain example.net of the From field does not vouch for this message, and its DMARC policy rejects it");
            assertThat(applied).containsExactly(Disposition.REJECT);
        }
    }

    @Test
    void anAuthorsPolicyThatGivesNoAnswerHoldsUpNobody() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(listen(reception -> reception.withAuthors(evidence -> new CompletableFuture<>()), "sterna.trust.timeout=200 ms"))) {
            assertThat(node.delivered(send(client, BOB, ""))).contains("\tdmarc=temperror reason=\"no answer in time\"\r\n");
        }
    }

    @Test
    void aVerifierThatGivesNoAnswerMakesNoPolicyApply() throws IOException {
        List<Evidence> asked = new CopyOnWriteArrayList<>();
        ContentVerifier silent = new ContentVerifier() {
            @Override
            public void feed(byte[] octets, int offset, int length) { }

            @Override
            public CompletionStage<ContentFindings> finish(Instant now) {
                return new CompletableFuture<>();
            }
        };
        try (SmtpClient client = SmtpClient.greeted(listen(reception -> reception.withVerifiers(() -> silent)
                .withAuthors(wish(Disposition.REJECT, asked, new CopyOnWriteArrayList<>())), "sterna.trust.timeout=200 ms"))) {
            assertThat(send(client, BOB, "")).startsWith("250 ");
            assertThat(asked).isEmpty();
        }
    }
}
