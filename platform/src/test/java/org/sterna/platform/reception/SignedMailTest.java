package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.PASSWORD;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.config.Service;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.node.TestSigning;
import org.sterna.platform.signing.DomainKeys;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.DkimResult;
import org.sterna.protocols.dkim.DkimVerifier;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SigningRules;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;

/** What a user submits leaves with signatures that hold for what leaves. */
@ExtendWith(CassandraExtension.class)
class SignedMailTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final AtomicReference<Directory> DIRECTORY = new AtomicReference<>(Directory.EMPTY);
    private static ReceptionNode node;
    private static MessageSigner signer;
    private static Listener listener;

    @BeforeAll
    static void start() {
        Directory directory = Directory.EMPTY.evolve(new DirectoryEvent.DomainAdded("example.org", CLOCK.instant()));
        DomainKeys keys = TestSigning.keys(DIRECTORY::get);
        for (SignatureAlgorithm algorithm : List.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ED25519_SHA256)) {
            DirectoryEvent.SigningKeyAdded made = keys.make("example.org", algorithm.keyType(), algorithm, CLOCK.instant());
            directory = directory.evolve(made).evolve(new DirectoryEvent.SigningKeyActivated("example.org", made.selector(), CLOCK.instant()));
        }
        DIRECTORY.set(directory);
        node = ReceptionNode.start(ALICE, BOB);
        signer = new MessageSigner(keys, SigningRules.USUAL, CLOCK, ForkJoinPool.commonPool());
        listener = node.listen(Service.SUBMISSION, signer);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String submitted(String content) throws IOException {
        try (SmtpClient client = SmtpClient.secured(listener)) {
            assertThat(client.login(ALICE, PASSWORD)).startsWith("235 2.7.0 ");
            return node.delivered(client.envelope(ALICE, BOB).data(content));
        }
    }

    private static List<DkimResult> verified(String message) {
        DnsLookup dns = (name, type) -> CompletableFuture.completedFuture(DIRECTORY.get().keys("example.org").stream()
                .filter(key -> name.equals(key.selector() + "._domainkey.example.org"))
                .<DnsLookup.Answer>map(key -> new DnsLookup.Answer.Found(List.of(new DnsRecord.Text(key.record())), name, false)).findFirst()
                .orElse(new DnsLookup.Answer.NoName(false)));
        DkimVerifier verifier = new DkimVerifier(dns, DkimPolicy.USUAL);
        byte[] octets = message.getBytes(ISO_8859_1);
        verifier.feed(octets, 0, octets.length);
        return verifier.finish(CLOCK.instant()).toCompletableFuture().join().results();
    }

    /** Fields are added, completed and taken out; the signatures are over the result. */
    @ParameterizedTest
    @ValueSource(strings = {
        "From: Alice <alice@example.org>\r\nSubject: plain\r\nDate: Mon, 23 Nov 2026 05:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n",
        "Subject: neither From nor Date nor Message-ID\r\n\r\nHello\r\n",
        "From: alice\r\nTo: bob\r\nBcc: secret@example.net\r\nSubject: completed\r\n\r\nHello\r\n\r\n\r\n",
        "X-Sterna-Policy: forged\r\nFrom: alice@example.org\r\nSubject: no\r\n Bcc: a field\r\n\r\n..Hello\r\n",
        "\r\nOnly a body\r\n"})
    void whatIsMendedIsSignedAsItLeaves(String content) throws IOException {
        String delivered = submitted(content);

        assertThat(verified(delivered)).as(delivered).hasSize(2).allMatch(DkimResult::isPass).allMatch(result -> result.claim().domain().equals("example.org"));
    }

    @Test
    void aLargeMessageIsSignedWhileItIsStored() throws IOException {
        String delivered = submitted("From: alice@example.org\r\nSubject: large\r\n\r\n" + "All work and no play\r\n".repeat(50_000));

        assertThat(verified(delivered)).hasSize(2).allMatch(DkimResult::isPass);
        assertThat(verified(delivered.replaceFirst("no play", "no pray"))).extracting(DkimResult::reason).containsOnly("body hash did not verify");
    }

    @Test
    void whatHasNoHeaderSectionThatCouldBeSignedIsNot() throws IOException {
        assertThat(verified(submitted("Words without a header section\r\n"))).isEmpty();
    }

    @Test
    void whatNobodyWithKeysWroteIsNotSigned() throws Exception {
        MessageSigner signer = new MessageSigner(TestSigning.keys(DIRECTORY::get), SigningRules.USUAL, CLOCK, Runnable::run);
        byte[] foreign = "From: alice@example.net\r\n\r\ntext\r\n".getBytes(ISO_8859_1);
        assertThat(signer.sign(foreign).toCompletableFuture().get()).isEqualTo(foreign);
        byte[] sealedByAnother = "From: alice@example.org\r\n\r\ntext\r\n".getBytes(ISO_8859_1);
        assertThat(signer.sign(sealedByAnother).toCompletableFuture().get()).isEqualTo(sealedByAnother);
        assertThat(MessageSigner.NONE.sign(foreign).toCompletableFuture().get()).isEqualTo(foreign);
    }

    @Test
    void whatThisHostWritesIsSigned() throws Exception {
        for (String author : List.of("From: Mail <mailer-daemon@mail.example.org>", "From: list@example.net\r\nSender: alice@example.org")) {
            byte[] signed = signer.sign((author + "\r\nSubject: report\r\n\r\ntext\r\n").getBytes(ISO_8859_1)).toCompletableFuture().get();
            assertThat(verified(new String(signed, ISO_8859_1))).hasSize(2).allMatch(DkimResult::isPass).allMatch(result -> result.claim().domain().equals("example.org"));
        }
    }
}
