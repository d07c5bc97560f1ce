package org.sterna.platform.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;
import org.sterna.platform.trust.AuthorPolicy.Disposition;
import org.sterna.platform.trust.DmarcCollector;

/** What the domains of authors want, over real sockets, with the answers of a real DNS server. */
@ExtendWith(CassandraExtension.class)
class DmarcMailTest {
    private static final String ALICE = "alice@example.org";
    /** RFC 8463 appendix A.3, with the signature that is by Ed25519. */
    private static final String SIGNED = """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.
            """.replace("\n", "\r\n");
    private static final String KEY = "brisbane._domainkey.football.example.com. TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"";
    private static ReceptionNode node;

    private final TestDnsServer dns = TestDnsServer.start();
    private final List<DmarcCollector.Judged> judged = new CopyOnWriteArrayList<>();

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

    private SmtpClient client(String... sets) throws IOException {
        List<String> all = new ArrayList<>(List.of("sterna.trust.exempt-networks=[]"));
        all.addAll(List.of(sets));
        return SmtpClient.greeted(node.listen(reception -> reception.withDns(TestLookups.of(dns, Duration.ofSeconds(5))).withAll(judged::add), all.toArray(String[]::new)));
    }

    private static String send(SmtpClient client, String from, String field) throws IOException {
        return client.envelope(from, ALICE).data(field + dated());
    }

    private void policy(String domain, String policy) {
        dns.add("_dmarc." + domain + ". TXT \"v=DMARC1; p=" + policy + "\"");
    }

    private void assertApplied(Disposition disposition) {
        await("what was done is known", () -> !judged.isEmpty());
        assertThat(judged).singleElement().satisfies(each -> assertThat(each.applied()).isEqualTo(disposition));
    }

    @Test
    void whatTheDomainRejectsIsRejectedInItsName() throws IOException {
        policy("example.net", "reject");
        dns.add("example.net. TXT \"v=spf1 -all\"");
        try (SmtpClient client = client()) {
            assertThat(send(client, "bob@example.net", "From: Bob <bob@example.net>\r\n"))
                    .isEqualTo("550 5.7.1 The domain example.net of the From field does not vouch for this message, and its DMARC policy rejects it");
            assertApplied(Disposition.REJECT);
            client.ask("QUIT\r\n");
            assertThat(node.session(client)).filteredOn(SessionEvent.Checked.class::isInstance).map(each -> ((SessionEvent.Checked) each).method() + " " + ((SessionEvent.Checked) each).result())
                    .containsExactly("spf fail", "spf none", "dmarc fail");
        }
    }

    @Test
    void whatSpfVouchesForPasses() throws IOException {
        policy("example.net", "reject");
        dns.add("bounces.example.net. TXT \"v=spf1 ip4:127.0.0.1 -all\"");
        try (SmtpClient client = client()) {
            assertThat(node.delivered(send(client, "x@bounces.example.net", "From: bob@EXAMPLE.net\r\n"))).contains("\tdmarc=pass header.from=example.net\r\n");
            assertApplied(Disposition.NONE);
        }
    }

    @Test
    void whatASignatureVouchesForPasses() throws IOException {
        policy("football.example.com", "reject");
        dns.add(KEY);
        try (SmtpClient client = client()) {
            assertThat(node.delivered(client.envelope("bounce@example.net", ALICE).data(SIGNED)))
                    .contains("\tdkim=pass header.d=football.example.com header.s=brisbane").contains("\tdmarc=pass header.from=football.example.com\r\n");
        }
    }

    @Test
    void aChangedOctetIsRejected() throws IOException {
        policy("football.example.com", "reject");
        dns.add(KEY);
        try (SmtpClient client = client()) {
            assertThat(client.envelope("bounce@example.net", ALICE).data(SIGNED.replace("lost", "lose"))).startsWith("550 5.7.1 The domain football.example.com ");
        }
    }

    @Test
    void aKeyThatIsNotToBeHadNowRejectsNothing() throws IOException {
        policy("football.example.com", "reject");
        dns.fail("brisbane._domainkey.football.example.com");
        try (SmtpClient client = client()) {
            // Another reverse-path, or it would be the same transaction as that of the other test, and known (RFC 1047).
            assertThat(node.delivered(client.envelope("", ALICE).data(SIGNED))).contains("\tdkim=temperror\r\n").contains("\tdmarc=temperror ");
        }
    }

    @Test
    void whatIsToBeKeptApartGoesToTheJunk() throws IOException {
        policy("example.net", "quarantine");
        try (SmtpClient client = client()) {
            String reply = send(client, "bob@example.com", "From: bob@example.net\r\n");
            assertThat(node.delivered(reply)).contains("X-Sterna-Policy: dmarc.quarantine; ");
            assertThat(node.await(reply, QueueEvent.RecipientDelivered.class, 1)).singleElement()
                    .satisfies(each -> assertThat(node.folder(ALICE, each.mailbox())).isEqualTo("Junk"));
            assertApplied(Disposition.QUARANTINE);
        }
    }

    @ParameterizedTest
    @CsvSource({"none,enforce", "reject; pct=0; sp=none,record"})
    void whatIsOnlyToBeRecordedIsDelivered(String policy, String action) throws IOException {
        policy("example.net", policy);
        try (SmtpClient client = client("sterna.trust.dmarc=" + action)) {
            String reply = send(client, "bob@example.com", "From: bob@example.net\r\n");
            assertThat(node.delivered(reply)).contains("\tdmarc=fail ").doesNotContain("X-Sterna-Policy");
            assertThat(node.await(reply, QueueEvent.RecipientDelivered.class, 1)).singleElement()
                    .satisfies(each -> assertThat(node.folder(ALICE, each.mailbox())).isEqualTo("INBOX"));
            assertApplied(Disposition.NONE);
        }
    }

    @Test
    void aDnsThatDoesNotAnswerRejectsNothing() throws IOException {
        dns.drop("_dmarc.example.net");
        try (SmtpClient client = client("sterna.trust.timeout=300 ms")) {
            assertThat(node.delivered(send(client, "bob@example.com", "From: bob@example.net\r\n"))).contains("\tdmarc=temperror ");
            assertThat(judged).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"From: a@example.com~From: bob@example.net~|several From fields", "|no From field"})
    void aMessageWithoutOneFromFieldIsMalformed(String fields, String why) throws IOException {
        try (SmtpClient client = client()) {
            assertThat(send(client, "bob@example.com", fields == null ? "" : fields.replace("~", "\r\n"))).isEqualTo("550 5.7.1 The message is not acceptable: " + why);
        }
    }

    @Test
    void theFromFieldBehindALongHeaderSectionCounts() throws IOException {
        policy("example.net", "reject");
        String filler = ("X-Filler: " + "x".repeat(900) + "\r\n").repeat(160);
        try (SmtpClient client = client()) {
            assertThat(send(client, "bob@example.com", filler + "From: bob@example.net\r\n")).startsWith("550 5.7.1 The domain example.net ");
        }
    }

    @Test
    void ofSeveralAuthorsTheStrictestDomainCounts() throws IOException {
        policy("example.net", "none");
        policy("example.edu", "reject");
        try (SmtpClient client = client()) {
            assertThat(send(client, "bob@example.com", "From: bob@example.net, carol@example.edu, dave@example.com\r\nSender: bob@example.net\r\n"))
                    .startsWith("550 5.7.1 The domain example.edu ");
            assertThat(send(client, "bob@example.com", "From: Friends:;\r\n")).startsWith("250 ");
        }
    }

    @Test
    void aThousandSignaturesAskForTenKeys() throws IOException {
        StringBuilder signatures = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            signatures.append("DKIM-Signature: v=1; a=rsa-sha256; d=d").append(i).append(".example; s=s; h=from; bh=").append("A".repeat(43)).append("=; b=AAAA\r\n");
        }
        try (SmtpClient client = client()) {
            assertThat(node.delivered(send(client, "bob@example.com", signatures + "From: bob@example.net\r\n"))).contains("\tdmarc=none ");
            assertThat(IntStream.range(0, 1000).filter(i -> dns.questions("s._domainkey.d" + i + ".example") > 0).count()).isBetween(1L, 10L);
        }
    }

    @Test
    void aHeaderSectionOfTenMebibytesIsLookedThroughOnce() throws IOException {
        String filler = ("X-Filler: " + "x".repeat(88) + "\r\n").repeat(100 * 1024);
        String forged = "Authentication-Results: mail.example.org; dmarc=pass\r\n";
        try (SmtpClient client = client()) {
            long start = System.nanoTime();
            String reply = send(client, "bob@example.com", "From: bob@example.net\r\n" + filler + forged);
            assertThat(node.delivered(reply)).contains(filler).doesNotContain(forged);
            assertThat(send(client, "bob@example.com", "From: bob@example.net\r\n" + ("A: b\r\n" + forged).repeat(1001))).startsWith("554 5.6.0 ");
            assertThat(send(client, "bob@example.com", "From: bob@example.net\r\n" + "Received: by x; y\r\n".repeat(100_000))).startsWith("554 5.4.6 ");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }
}
