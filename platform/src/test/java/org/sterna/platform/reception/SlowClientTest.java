package org.sterna.platform.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.dated;
import static org.sterna.platform.reception.ReceptionNode.lines;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.connection.Listener;

/** Who is silent or slow is cut off with 421, and leaves nothing behind. RFC 5321 section 4.5.3.2. */
@ExtendWith(CassandraExtension.class)
class SlowClientTest {
    private static final String ALICE = "alice@example.org";
    private static final int MOST_TRIES = 10;
    private static ReceptionNode node;
    private static Listener impatient;
    private static Listener hurried;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE);
        impatient = node.listen(Service.SMTP, "sterna.smtp.command-timeout=1 s", "sterna.smtp.data-timeout=1 s");
        hurried = node.listen(Service.SMTP, "sterna.smtp.message-timeout=1 s");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private interface Connecting {
        SmtpClient connect() throws IOException;
    }

    private interface Way {
        void go(SmtpClient client) throws IOException;
    }

    /**
     * A client that has come so far within the server's short patience. Where this machine stood still for longer meanwhile it
     * begins anew: that is not what is tested here.
     */
    private static SmtpClient behind(Connecting connecting, Way way) throws IOException {
        for (int tries = 1;; tries++) {
            try {
                SmtpClient client = connecting.connect();
                way.go(client);
                return client;
            } catch (AssertionError | IOException late) {
                if (tries == MOST_TRIES) {
                    throw late;
                }
            }
        }
    }

    private static SmtpClient behind(Listener listener, Way way) throws IOException {
        return behind(() -> SmtpClient.greeted(listener), way);
    }

    private static void assertTimedOut(SmtpClient client, String reply) throws IOException {
        assertThat(reply).startsWith("421 4.4.2 ");
        assertThat(client.isClosed()).isTrue();
        assertThat(node.refusals(client)).last().asString().contains(" 421 4.4.2 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NOO", "MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\n"})
    void aClientThatSaysNothingMoreIsCutOff(String last) throws IOException {
        try (SmtpClient client = behind(impatient, it -> {
            it.send(last);
            assertThat(it.replies((int) last.chars().filter(each -> each == '\n').count())).allMatch(reply -> reply.startsWith("250 "));
        })) {
            assertTimedOut(client, client.reply());
        }
    }

    @Test
    void aClientThatIsSilentWithinItsMessageIsCutOff() throws IOException {
        Set<String> before = node.blobs();
        try (SmtpClient client = behind(impatient, it -> {
            assertThat(it.envelope("", ALICE).ask("DATA\r\n")).startsWith("354 ");
            it.send(dated() + lines(300_000));
        })) {
            assertTimedOut(client, client.reply());
        }
        await("nothing is left", () -> before.containsAll(node.blobs()));
    }

    @Test
    void aClientThatIsSilentWithinAChunkIsCutOff() throws IOException {
        try (SmtpClient client = behind(impatient, it -> it.envelope("", ALICE).send("BDAT 1000\r\n" + dated()))) {
            assertTimedOut(client, client.reply());
        }
    }

    @Test
    void aClientThatNeverAnswersTheChallengeIsCutOff() throws IOException {
        Listener listener = node.listen(Service.SUBMISSION, "sterna.smtp.command-timeout=1 s");
        try (SmtpClient client = behind(() -> SmtpClient.secured(listener), it -> assertThat(it.ask("AUTH LOGIN\r\n")).startsWith("334 "))) {
            assertTimedOut(client, client.reply());
        }
    }

    @Test
    void aMessageThatDripsIsCutOff() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(hurried)) {
            client.envelope("", ALICE).ask("DATA\r\n");
            assertTimedOut(client, client.drip());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nBDAT 100000\r\n", "BDAT 100000 LAST\r\n"})
    void aChunkThatDripsIsCutOffWantedOrNot(String commands) throws IOException {
        try (SmtpClient client = SmtpClient.greeted(hurried)) {
            client.send(commands);
            client.replies((int) commands.chars().filter(each -> each == '\n').count() - 1);
            assertTimedOut(client, client.drip());
        }
    }

    @Test
    void theClockStopsWithTheMessage() throws IOException {
        try (SmtpClient client = behind(hurried, it -> {
            node.accepted(it.envelope("", ALICE).data(dated()));
            assertThat(it.ask("BDAT 6 LAST\r\nNOOP\r\n")).startsWith("503 ");
        })) {
            assertThat(client.isSilentFor(1500)).isTrue();
            assertThat(client.ask("NOOP\r\n")).startsWith("250 ");
        }
    }
}
