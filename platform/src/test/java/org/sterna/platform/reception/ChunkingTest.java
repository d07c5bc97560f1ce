package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.dated;
import static org.sterna.platform.reception.ReceptionNode.lines;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.platform.connection.Listener;

/** BDAT over real sockets. RFC 3030. */
@ExtendWith(CassandraExtension.class)
class ChunkingTest {
    private static final String ALICE = "alice@example.org";
    private static ReceptionNode node;
    private static Listener listener;
    private static Listener small;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE);
        listener = node.listen(Service.SMTP);
        small = node.listen(Service.SMTP, "sterna.smtp.max-message-size=64 KiB");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void assertUsable(SmtpClient client) throws IOException {
        assertThat(client.ask("NOOP\r\n")).startsWith("250 2.0.0 OK");
        String header = dated();
        assertThat(node.delivered(client.envelope(ALICE, ALICE).data(header))).endsWith(header);
    }

    private static String chunks(String content, int octets) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < content.length(); at += octets) {
            String chunk = content.substring(at, Math.min(content.length(), at + octets));
            chunks.append("BDAT ").append(chunk.length()).append(at + octets < content.length() ? "\r\n" : " LAST\r\n").append(chunk);
        }
        return chunks.toString();
    }

    @Test
    void aMessageInPiecesIsDeliveredAsItCame() throws IOException {
        String content = dated() + ".\r\n..\r\nBDAT 5 LAST\r\n.\r\nQUIT\r\n";
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            for (int octets : new int[] {1, 7, content.length()}) {
                client.envelope(ALICE, ALICE).send(chunks(content, octets));
                int pieces = (content.length() + octets - 1) / octets;
                assertThat(client.replies(pieces - 1)).allMatch(reply -> reply.startsWith("250 2.0.0 "));
                assertThat(node.delivered(client.reply())).endsWith("\r\n" + content);
            }
        }
    }

    @Test
    void aMegabyteOfAnyOctetsIsStoredAsItCame() throws IOException {
        byte[] body = new byte[1_000_000];
        new Random(1).nextBytes(body);
        String content = dated() + new String(body, ISO_8859_1);
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            for (int octets : new int[] {content.length(), 100_000, 128 * 1024}) {
                assertThat(client.ask("MAIL FROM:<> BODY=BINARYMIME\r\n")).startsWith("250 ");
                assertThat(client.ask("RCPT TO:<" + ALICE + ">\r\n")).startsWith("250 ");
                client.send(chunks(content, octets));
                client.replies((content.length() + octets - 1) / octets - 1);
                assertThat(node.accepted(client.reply()).octets()).isInstanceOfSatisfying(OctetsPlace.InBlob.class,
                        place -> assertThat(new String(node.blob(place), ISO_8859_1).equals(content)).isTrue());
            }
        }
    }

    @Test
    void theLastChunkMayBeEmpty() throws IOException {
        String header = dated();
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope(ALICE, ALICE).send("BDAT " + header.length() + "\r\n" + header + "BDAT 0 LAST\r\n");
            assertThat(client.reply()).isEqualTo("250 2.0.0 " + header.length() + " octets received");
            assertThat(node.delivered(client.reply())).endsWith("\r\n" + header);
        }
    }

    @Test
    void whatIsTooLargeInOneChunkIsReadAndRefused() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(small)) {
            client.envelope(ALICE, ALICE);
            assertThat(client.ask("BDAT 100002 LAST\r\n" + lines(100_002))).startsWith("552 5.3.4 ");
            assertUsable(client);
        }
    }

    @Test
    void whatBecomesTooLargeLeavesNothingBehind() throws IOException {
        Set<String> before = node.blobs();
        try (SmtpClient client = SmtpClient.greeted(node.listen(Service.SMTP, "sterna.smtp.max-message-size=400 KiB"))) {
            client.envelope(ALICE, ALICE);
            client.send(chunks(dated() + lines(600_000), 150_000));
            assertThat(client.replies(2)).allMatch(reply -> reply.startsWith("250 "));
            assertThat(client.reply()).startsWith("552 5.3.4 ");
            assertThat(client.replies(2)).allMatch(reply -> reply.startsWith("503 "));           // these meet no transaction
            assertUsable(client);
        }
        await("the chunks are deleted", () -> before.containsAll(node.blobs()));
    }

    @Test
    void aBareLineFeedIsRefusedBehindItsChunk() throws IOException {
        String first = dated() + "bare\n.\nline feeds\r\n";
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope(ALICE, ALICE);
            client.send("BDAT " + first.length() + "\r\n" + first + "BDAT 6\r\nNOOP\r\nBDAT 6 LAST\r\nNOOP\r\n");
            assertThat(client.reply()).startsWith("554 5.5.2 ");
            assertThat(client.replies(2)).allMatch(reply -> reply.startsWith("503 5.5.1 "));
            assertUsable(client);
        }
    }

    @Test
    void aChunkWithoutATransactionIsReadAndRefused() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            assertThat(client.ask("BDAT 18 LAST\r\nNOOP\r\nNOOP\r\nNOOP\r\n")).startsWith("503 5.5.1 ");
            assertUsable(client);
        }
    }

    @Test
    void aClientThatLeavesWithinAChunkLeavesNoBlob() throws IOException {
        Set<String> before = node.blobs();
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope(ALICE, ALICE).send("BDAT 400000\r\n" + dated() + lines(390_000));
            await("a chunk is stored", () -> !before.containsAll(node.blobs()));
        }
        await("the chunks are deleted", () -> before.containsAll(node.blobs()));
    }

    @Test
    void aTransactionGivenUpBetweenChunksLeavesNoBlob() throws IOException {                    // RFC 3030 section 2
        Set<String> before = node.blobs();
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.envelope(ALICE, ALICE);
            assertThat(client.ask("BDAT 399000\r\n" + lines(399_000))).startsWith("250 ");
            await("a chunk is stored", () -> !before.containsAll(node.blobs()));
            assertThat(client.ask("RSET\r\n")).startsWith("250 ");
            await("the chunks are deleted", () -> before.containsAll(node.blobs()));
            assertUsable(client);
        }
    }

    @Test
    void aChunkThatNobodyWantsIsNotReadForEver() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(small)) {
            assertThat(client.ask("BDAT 999999999999999 LAST\r\n" + lines(200_000))).startsWith("421 4.7.0 ");
            assertThat(client.isClosed()).isTrue();
        }
    }
}
