package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.persistence.embedded.cassandra.ProcessSignals;

/** Clients that err, attack or fall silent, and a store that does: each is told what its RFC says, and the node lives on. */
@ExtendWith(SharedNode.class)
@Timeout(900)
class TroubleIT {
    private static final byte[] MESSAGE = "Subject: all is well\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String FROM = "a@example.net";
    /** The beginning of a TLS 1.2 record with a ClientHello that says it has 512 octets. */
    private static final byte[] CLIENT_HELLO = HexFormat.of().parseHex("1603010200010001fc0303" + "5a".repeat(80));
    /** A little longer than the limits that {@link SharedNode} sets. */
    private static final Duration SLOW = Duration.ofSeconds(100);
    private static final int MEBIBYTE = 1 << 20;

    private static NodeProcess node;
    private static String account;
    /** Another account, so that the proofs are read without all that the tests have sent. */
    private static String witness;
    private static int proofs;

    @BeforeAll
    static void start(NodeProcess shared) {
        node = shared;
        account = node.accounts("trouble").get(0);
        witness = node.accounts("trouble-witness").get(0);
    }

    @AfterEach
    void theNodeLivesOn() throws IOException {
        byte[] proof = ("Subject: proof " + ++proofs + "\r\n\r\nStill here.\r\n").getBytes(StandardCharsets.US_ASCII);
        try (SmtpClient client = SmtpClient.hello(node.port("smtp"))) {
            client.expect("250", client.transaction(FROM, witness, proof));
        }
        Await.until("a message goes through", Duration.ofSeconds(120), () -> messages(witness, "Subject: proof " + proofs + "\r\n").size() == 1);
    }

    private static List<String> messages(String text) {
        return messages(account, text);
    }

    private static List<String> messages(String owner, String text) {
        try {
            return Maildrop.read(node, owner, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] message(String subject, String body) {
        return ("Subject: " + subject + "\r\n\r\n" + body).getBytes(ISO_8859_1);
    }

    private static SmtpClient hello() throws IOException {
        return SmtpClient.hello(node.port("smtp"));
    }

    @Test
    void anOverLongLineCostsOneReply() throws IOException {          // RFC 5321 section 4.5.3.1.4
        try (SmtpClient client = hello()) {
            assertThat(client.ask("NOOP " + "x".repeat(100_000))).startsWith("500 5.5.2");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void unknownCommandsAndThoseOutOfOrderAreTold() throws IOException {     // RFC 5321 sections 4.1.4 and 4.2.4
        try (SmtpClient client = SmtpClient.greeted(node.port("smtp"))) {
            assertThat(client.ask("MAIL FROM:<a@example.net>")).startsWith("503 5.5.1");
            assertThat(client.ask("FLY south")).startsWith("500 5.5.2");
            assertThat(client.ask("EHLO client.example.net")).startsWith("250");
            assertThat(client.ask("RCPT TO:<" + account + ">")).startsWith("503 5.5.1");
            assertThat(client.ask("DATA")).startsWith("503 5.5.1");
            assertThat(client.ask("MAIL FROM:a b")).startsWith("501");
            assertThat(client.ask("MAIL FROM:<a@example.net> X-NO=1")).startsWith("555");
            assertThat(client.ask("MAIL FROM:<a@example.net>")).startsWith("250");
            assertThat(client.ask("MAIL FROM:<a@example.net>")).startsWith("503 5.5.1");
            assertThat(client.ask("DATA")).startsWith("503 5.5.1");
            assertThat(client.ask("RCPT TO:<nobody@example.org>")).startsWith("550 5.1.1");
            assertThat(client.ask("QUIT")).startsWith("221");
            assertThat(client.remainder()).isEmpty();
        }
    }

    @Test
    void aHalfClosedConnectionIsAnsweredToItsEnd() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(node.port("smtp"))) {
            client.expect("250", client.ask("EHLO client.example.net"));
            client.envelope("a@example.net", account);
            client.send("Subject: half-closed\r\n\r\nHello.\r\n.\r\nQUIT\r\n");
            client.finishSending();
            assertThat(client.remainder()).containsPattern("(?s)250 2\\.0\\.0.*221 ");
        }
        Await.until("it is delivered", Duration.ofSeconds(120), () -> messages("Subject: half-closed\r\n").size() == 1);
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfAMessageLeavesNothing() throws IOException {      // RFC 5321 section 4.1.1.4
        try (SmtpClient client = hello()) {
            client.envelope(FROM, account);
            client.send("Subject: cut off\r\n\r\nHel");
            client.finishSending();
            assertThat(client.remainder()).doesNotContain("250");
        }
        node.awaitEmptyQueue(Duration.ofSeconds(120));
        assertThat(messages("Subject: cut off")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "submission", "imap", "pop3"})
    void garbageAndTlsOnAClearPortAreSurvived(String service) throws IOException {
        byte[] garbage = new byte[64 * 1024];
        new Random(1).nextBytes(garbage);
        for (byte[] octets : List.of(CLIENT_HELLO, garbage)) {
            try (LineClient client = new LineClient(node.port(service))) {
                client.line();
                try {
                    client.send(octets);
                    client.finishSending();
                } catch (IOException closedAlready) {
                    // as good an answer as any
                }
                client.remainder();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"submissions", "imaps", "pop3s"})
    void textOnATlsPortIsSurvived(String service) throws IOException {
        try (LineClient client = new LineClient(node.port(service))) {
            client.send("EHLO client.example.net\r\nQUIT\r\n");
            assertThat(client.remainder()).doesNotContain("250", "OK");
        }
    }

    @Test
    void octetsBehindStarttlsAreNeverRead() throws IOException {     // RFC 3207 section 6
        try (SmtpClient client = hello()) {
            client.send("STARTTLS\r\nMAIL FROM:<injected@example.net>\r\nRCPT TO:<" + account + ">\r\n");
            assertThat(client.remainder()).doesNotContain("250");
        }
    }

    @Test
    void aSizeOverTheLimitIsRefusedBeforeTheMessageIsSent() throws IOException {     // RFC 1870 section 6.1
        try (SmtpClient client = hello()) {
            assertThat(client.ask("EHLO client.example.net")).contains("SIZE " + MEBIBYTE);
            assertThat(client.ask("MAIL FROM:<a@example.net> SIZE=" + (MEBIBYTE + 1))).startsWith("552 5.3.4");
            assertThat(client.ask("MAIL FROM:<a@example.net> SIZE=" + MEBIBYTE)).startsWith("250");
        }
    }

    @Test
    void aMessageOverTheLimitIsRefusedAtItsEnd() throws IOException {
        String line = "x".repeat(98) + "\r\n";
        try (SmtpClient client = hello()) {
            assertThat(client.transaction(FROM, account, message("too large", line.repeat(MEBIBYTE / 100 + 100)))).startsWith("552 5.3.4");
            byte[] fits = message("just fits", line.repeat(MEBIBYTE / 100 - 2));
            assertThat(client.transaction(FROM, account, fits)).startsWith("250");
            Await.until("it is delivered", Duration.ofSeconds(120), () -> messages("Subject: just fits").size() == 1);
            Maildrop.assertOctets(messages("Subject: just fits").get(0), fits);
        }
        assertThat(messages("Subject: too large")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare\nLF", "bare\rCR", "smuggled\n.\r\nMAIL FROM:<b@example.net>", "smuggled\r\n.\nMAIL FROM:<b@example.net>",
        "smuggled\n.\nMAIL FROM:<b@example.net>", "smuggled\r.\rMAIL FROM:<b@example.net>"})
    void aBareCrOrLfInTheMessageIsRefused(String body) throws IOException {      // RFC 5321 section 4.1.1.4
        try (SmtpClient client = hello()) {
            client.envelope(FROM, account);
            client.send("Subject: bare\r\n\r\n" + body + "\r\n.\r\n");
            assertThat(client.reply()).startsWith("554 5.5.2");
            assertThat(client.ask("NOOP")).as("exactly one reply").startsWith("250 2.0.0");
        }
        assertThat(messages("Subject: bare")).isEmpty();
    }

    @Test
    void strangersDoNotRelay() throws IOException {                  // RFC 5321 section 3.6.2
        try (SmtpClient client = hello()) {
            client.expect("250", client.ask("MAIL FROM:<" + account + ">"));
            assertThat(client.ask("RCPT TO:<someone@elsewhere.test>")).startsWith("550 5.7.1");
            assertThat(client.ask("DATA")).startsWith("554 5.5.1");
        }
        try (SmtpClient client = SmtpClient.hello(node.port("submission"))) {
            assertThat(client.ask("MAIL FROM:<" + account + ">")).startsWith("530 5.7.0");
        }
    }

    @Test
    void passwordsAreTakenUnderTlsOnly() throws IOException {        // RFC 4954 section 4
        try (SmtpClient client = SmtpClient.hello(node.port("submission"))) {
            assertThat(client.ask("EHLO client.example.net")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(client.auth(account, NodeProcess.PASSWORD)).startsWith("538 5.7.11");
            client.startTls();
            assertThat(client.ask("EHLO client.example.net")).contains("AUTH PLAIN LOGIN").doesNotContain("STARTTLS");
            assertThat(client.auth(account, "wrong")).startsWith("535 5.7.8");
            assertThat(client.auth("nobody@example.org", NodeProcess.PASSWORD)).startsWith("535 5.7.8");
            assertThat(client.ask("MAIL FROM:<" + account + ">")).startsWith("530 5.7.0");
            assertThat(client.auth(account, NodeProcess.PASSWORD)).startsWith("235 2.7.0");
        }
    }

    /** RFC 5321 section 4.5.3.2, RFC 9051 section 5.4, RFC 1939 section 3. */
    @Test
    void theSilentAreSentAway() throws IOException {
        try (SmtpClient mute = hello(); SmtpClient stuck = hello(); LineClient imap = new LineClient(node.port("imap"));
                LineClient pop3 = new LineClient(node.port("pop3")); LineClient handshake = new LineClient(node.port("submissions"))) {
            stuck.envelope(FROM, account);
            stuck.send("Subject: stuck\r\n\r\nHel");
            long begun = System.nanoTime();
            assertThat(mute.remainder()).startsWith("421 4.4.2");
            assertThat(stuck.remainder()).startsWith("421 4.4.2");
            assertThat(imap.remainder()).contains("* BYE");
            pop3.remainder();
            handshake.remainder();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SLOW);
        }
        assertThat(messages("Subject: stuck")).isEmpty();
    }

    @Test
    void aSecondNodeOnTheFolderDoesNotStart() throws Exception {
        Outcome outcome = Outcome.of(node);
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.error()).hasSize(1);
        assertThat(outcome.error().get(0)).startsWith("sterna: ").contains(node.data().toString(), "running");
    }

    @Test
    void aStoreThatPausesCostsTimeAndNoMessage() throws Exception {
        long cassandra = node.cassandraPid();
        try (SmtpClient client = hello()) {
            client.envelope(FROM, account);
            ProcessSignals.stop(cassandra);
            try {
                client.sendContent(message("paused", "Hello.\r\n"));
                assertThat(client.isSilentFor(Duration.ofSeconds(1))).as("no acknowledgement without the store").isTrue();
            } finally {
                ProcessSignals.goOn(cassandra);
            }
            String reply = client.reply();
            assertThat(reply).matches("(?s)(250|451) .*");
            assertThat(client.ask("NOOP")).startsWith("250");
            assertOnceIfAcknowledged("Subject: paused\r\n", reply);
        }
    }

    @Test
    void aStoreThatStaysSilentIsAnOutageAndTheConnectionLives() throws Exception {
        long cassandra = node.cassandraPid();
        try (SmtpClient client = hello()) {
            client.envelope(FROM, account);
            ProcessSignals.stop(cassandra);
            String reply;
            try {
                client.sendContent(message("outage", "Hello.\r\n"));
                reply = client.reply();
                assertThat(reply).startsWith("451 4.3.0");
                assertThat(client.ask("NOOP")).startsWith("250");
            } finally {
                ProcessSignals.goOn(cassandra);
            }
            Await.until("the connection is of use again", Duration.ofSeconds(120), () -> isAccepted(client, message("after the outage", "Hello.\r\n")));
            assertOnceIfAcknowledged("Subject: outage\r\n", reply);
            Await.until("it is delivered", Duration.ofSeconds(120), () -> !messages("Subject: after the outage\r\n").isEmpty());
        }
    }

    private static boolean isAccepted(SmtpClient client, byte[] message) {
        try {
            client.ask("RSET");
            return client.ask("MAIL FROM:<a@example.net>").startsWith("250") && client.ask("RCPT TO:<" + account + ">").startsWith("250")
                    && content(client, message).startsWith("250");
        } catch (IOException e) {
            throw new AssertionError("the connection did not outlive the outage", e);
        }
    }

    private static String content(SmtpClient client, byte[] message) throws IOException {
        client.expect("354", client.ask("DATA"));
        client.sendContent(message);
        return client.reply();
    }

    /** One whose reply was not positive may be there all the same, but not twice (RFC 5321 section 4.2.4.1, RFC 1047). */
    private static void assertOnceIfAcknowledged(String subject, String reply) {
        if (reply.startsWith("250")) {
            Await.until("it is delivered", Duration.ofSeconds(120), () -> !messages(subject).isEmpty());
        }
        node.awaitEmptyQueue(Duration.ofSeconds(120));
        assertThat(messages(subject)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void anOrdinaryMessageArrivesAsItWasSent() {
        Await.until("a message is accepted and delivered", Duration.ofSeconds(120), () -> {
            try (SmtpClient client = hello()) {
                return client.transaction(FROM, account, MESSAGE).startsWith("250");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        Await.until("it is delivered", Duration.ofSeconds(120), () -> !messages("Subject: all is well\r\n").isEmpty());
        Maildrop.assertOctets(messages("Subject: all is well\r\n").get(0), MESSAGE);
    }
}
