package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.sterna.persistence.embedded.cassandra.ProcessSignals;

/**
 * Clients that never read the 250, for whatever reason, and send the message again: there is one copy (RFC 1047). Clients
 * that have read it and send it again mean it: there are two.
 */
@Timeout(1200)
class DuplicateIT {
    private static final String FROM = "a@example.net";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    /** {@code -Dsterna.duplicates.resets} makes them more. */
    private static final int RESETS = Integer.getInteger("sterna.duplicates.resets", 20);

    private static NodeProcess node;
    private static String account;

    private String subject;
    private byte[] message;

    @BeforeAll
    static void start() throws IOException {
        node = NodeProcess.start("duplicates", "sterna.smtp.duplicates.silence=" + SILENCE.toMillis() + "ms",
                "sterna.cassandra.request-timeout=5s", "sterna.queue.first-retry=500ms", "sterna.queue.longest-retry=2s");
        account = node.accounts("duplicates").get(0);
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    @BeforeEach
    void write(TestInfo test) {
        write(test.getDisplayName().replaceAll("\\W", ""));
    }

    /** Another message, with another Message-ID. */
    private void write(String newSubject) {
        subject = newSubject;
        message = ("Message-ID: <" + subject + "@example.net>\r\nDate: Tue, 3 Feb 2026 04:05:06 +0000\r\nSubject: " + subject
                + ".\r\n\r\nHello.\r\n").getBytes(US_ASCII);
    }

    private static SmtpClient hello() throws IOException {
        return SmtpClient.hello(node.port("smtp"));
    }

    /** The queue id in the reply of an accepted message. */
    private static String accepted(String reply) {
        assertThat(reply).startsWith("250 ");
        return reply.substring(reply.lastIndexOf(' ') + 1);
    }

    /** Sends it, and goes without having shown that it has read the reply. */
    private String sendAndForget() throws IOException {
        SmtpClient client = hello();
        String id = accepted(client.transaction(FROM, account, message));
        client.reset();
        return id;
    }

    /** Sends it, reads the reply and says goodbye. */
    private String send() throws IOException {
        try (SmtpClient client = hello()) {
            String id = accepted(client.transaction(FROM, account, message));
            assertThat(client.ask("QUIT")).startsWith("221");
            return id;
        }
    }

    private void assertCopies(int copies) throws IOException {
        node.awaitEmptyQueue(PATIENCE);
        assertCopies(copies, Maildrop.read(node, account));
    }

    private void assertCopies(int copies, List<String> all) {
        List<String> found = all.stream().filter(each -> each.contains("Subject: " + subject + ".\r\n")).toList();
        assertThat(found).as(subject).hasSize(copies);
        for (String each : found) {
            Maildrop.assertOctets(each, message);
        }
    }

    @Test
    void twoDeliberateSendingsAreTwoCopies() throws Exception {
        assertThat(send()).isNotEqualTo(send());
        assertCopies(2);
    }

    @Test
    void twoDeliberateSendingsInOneSessionAreTwoCopies() throws Exception {
        try (SmtpClient client = hello()) {
            String first = accepted(client.transaction(FROM, account, message));
            assertThat(accepted(client.transaction(FROM, account, message))).isNotEqualTo(first);
            assertThat(client.ask("QUIT")).startsWith("221");
        }
        assertCopies(2);
    }

    @Test
    void whoNeverReadTheReplyGetsTheSameOneAndTheNextSendingIsNew() throws Exception {
        String first = sendAndForget();
        assertThat(sendAndForget()).isEqualTo(first);
        assertThat(send()).isEqualTo(first);
        assertCopies(1);
        assertThat(send()).isNotEqualTo(first);
        assertCopies(2);
    }

    @Test
    void anotherMessageIsAnother() throws Exception {
        String first = sendAndForget();
        message = new String(message, US_ASCII).replace("Hello.", "Goodbye.").getBytes(US_ASCII);
        assertThat(send()).isNotEqualTo(first);
        node.awaitEmptyQueue(PATIENCE);
        assertThat(Maildrop.read(node, account, "Subject: " + subject + ".\r\n")).hasSize(2);
    }

    @Test
    void messagesWithNeitherMessageIdNorDateAreNeverTheSame() throws Exception {
        message = ("Subject: " + subject + ".\r\n\r\nHello.\r\n").getBytes(US_ASCII);
        assertThat(sendAndForget()).isNotEqualTo(sendAndForget());
        assertCopies(2);
    }

    /** At whatever moment the reset comes, down to before the final dot was read: the next one brings it, once. */
    @Test
    void resetsRightBehindTheFinalDotMakeNoSecondCopy() throws Exception {
        for (int round = 0; round < RESETS; round++) {
            write("reset" + round);
            SmtpClient client = hello();
            client.envelope(FROM, account);
            client.sendContent(message);
            client.reset();
            send();
        }
        node.awaitEmptyQueue(PATIENCE);
        List<String> all = Maildrop.read(node, account);
        for (int round = 0; round < RESETS; round++) {
            write("reset" + round);
            assertCopies(1, all);
        }
    }

    @Test
    void aResetWhileTheStoreStandsStillMakesNoSecondCopy() throws Exception {
        long cassandra = node.cassandraPid();
        try (SmtpClient again = hello()) {
            SmtpClient client = hello();
            client.envelope(FROM, account);
            again.envelope(FROM, account);
            ProcessSignals.stop(cassandra);
            try {
                client.sendContent(message);
                assertThat(client.isSilentFor(Duration.ofMillis(300))).isTrue();
                client.reset();
                assertThat(again.isSilentFor(Duration.ofMillis(300))).isTrue();
                again.sendContent(message);
                assertThat(again.isSilentFor(Duration.ofMillis(300))).as("the outcome of the first is awaited").isTrue();
            } finally {
                ProcessSignals.goOn(cassandra);
            }
            String id = accepted(again.reply());
            assertThat(again.ask("NOOP")).startsWith("250");
            assertThat(node.list("queue", "show", id)).isNotEmpty();
        }
        assertCopies(1);
    }

    /** The store took the write and did not say so: 451, and the client comes again. */
    @Test
    void anUnknownOutcomeMakesNoSecondCopy() throws Exception {
        long cassandra = node.cassandraPid();
        try (SmtpClient client = hello()) {
            client.envelope(FROM, account);
            ProcessSignals.stop(cassandra);
            try {
                client.sendContent(message);
                assertThat(client.reply()).startsWith("451 ");
            } finally {
                ProcessSignals.goOn(cassandra);
            }
            Await.until("it is accepted", PATIENCE, () -> isAccepted(client));
            assertThat(client.ask("QUIT")).startsWith("221");
        }
        assertCopies(1);
    }

    private boolean isAccepted(SmtpClient client) {
        try {
            client.ask("RSET");
            if (!client.ask("MAIL FROM:<" + FROM + ">").startsWith("250") || !client.ask("RCPT TO:<" + account + ">").startsWith("250")) {
                return false;
            }
            client.expect("354", client.ask("DATA"));
            client.sendContent(message);
            return client.reply().startsWith("250");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClientThatFellSilentCountsAsGoneOnlyAfterAWhile() throws Exception {
        try (SmtpClient silent = hello()) {
            String first = accepted(silent.transaction(FROM, account, message));
            String second = send();
            assertThat(second).as("two at one time are meant to be two").isNotEqualTo(first);
        }
        subject = subject + "Later";
        message = new String(message, US_ASCII).replaceAll("Subject: [^\r]*", "Subject: " + subject + ".").getBytes(US_ASCII);
        try (SmtpClient silent = hello()) {
            String first = accepted(silent.transaction(FROM, account, message));
            assertThat(silent.isSilentFor(SILENCE.plusMillis(500))).isTrue();
            assertThat(send()).isEqualTo(first);
        }
        assertCopies(1);
    }

    @Test
    void aNodeKilledWithTheMessageInHandDeliversItOnce() throws Exception {
        long cassandra = node.cassandraPid();
        SmtpClient client = hello();
        client.envelope(FROM, account);
        ProcessSignals.stop(cassandra);
        client.sendContent(message);
        assertThat(client.isSilentFor(Duration.ofMillis(300))).as("written, and not answered").isTrue();
        node.kill9();
        ProcessSignals.goOn(cassandra);
        client.close();
        node.start();
        send();
        assertCopies(1);
    }

    /** One reply not read at the kill, one not read before it, one read before it. The claims outlive a planned end as well. */
    @Test
    void aNodeThatWasKilledKnowsWhichRepliesWereRead() throws Exception {
        SmtpClient unread = hello();
        write("unreadAtTheKill");
        String first = accepted(unread.transaction(FROM, account, message));
        write("forgotten");
        String forgotten = sendAndForget();
        SmtpClient reader = hello();
        write("readBeforeTheKill");
        String read = accepted(reader.transaction(FROM, account, message));
        assertThat(reader.ask("NOOP")).startsWith("250");
        Await.until("the session log has it", PATIENCE, () -> delivered(read));
        node.kill9();
        unread.close();
        reader.close();
        node.start();

        write("unreadAtTheKill");
        assertThat(send()).isEqualTo(first);
        assertCopies(1);
        assertThat(send()).as("the repetition was read").isNotEqualTo(first);
        assertCopies(2);
        write("readBeforeTheKill");
        assertThat(send()).isNotEqualTo(read);
        assertCopies(2);
        write("forgotten");
        assertThat(sendAndForget()).isEqualTo(forgotten);
        node.stop();
        node.start();
        assertThat(send()).isEqualTo(forgotten);
        assertCopies(1);
    }

    /** Whether a session on this node tells that the reply with this queue id was delivered. */
    private static boolean delivered(String queueId) {
        return node.list("session", "list").stream().map(each -> each.getString("id"))
                .anyMatch(id -> node.list("session", "show", id).stream().anyMatch(event -> event.getString("event").equals("reply delivered")
                        && event.getString("detail").contains(queueId)));
    }
}
