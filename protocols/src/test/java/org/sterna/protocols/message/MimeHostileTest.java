package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Content made to hurt: everything ends, nothing fails, and what is stored can be loaded. */
class MimeHostileTest {
    private static MessageSummary scan(String content) {
        byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
        MimeScanner scanner = new MimeScanner();
        scanner.feed(octets);
        MessageSummary summary = scanner.finish();
        assertThat(summary.structure().size()).isEqualTo(octets.length);
        assertThat(MessageSummaryCodec.decode(MessageSummaryCodec.encode(summary))).isEqualTo(summary);
        return summary;
    }

    private static int depth(Part part) {
        if (part instanceof Part.Multipart multipart) {
            return 1 + multipart.children().stream().mapToInt(MimeHostileTest::depth).max().orElse(0);
        }
        return part instanceof Part.EmbeddedMessage embedded ? 1 + depth(embedded.message()) : 1;
    }

    @Test
    void messagesInMessages() {
        MessageSummary summary = scan("Content-Type: message/rfc822\r\n\r\n".repeat(10_000) + "Subject: x\r\n\r\nHi\r\n");
        assertThat(depth(summary.structure().root())).isBetween(MimeScanner.MAX_DEPTH, MimeScanner.MAX_DEPTH + 1);
    }

    @Test
    void multipartsInMultiparts() {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            content.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        MessageSummary summary = scan(content + "\r\nHi\r\n");
        assertThat(depth(summary.structure().root())).isBetween(MimeScanner.MAX_DEPTH, MimeScanner.MAX_DEPTH + 1);
    }

    @Test
    void multipartsOfOneBoundary() {
        scan("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(10_000));
    }

    @Test
    void partsWithoutEnd() {
        MessageSummary summary = scan("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(100_000));
        assertThat(((Part.Multipart) summary.structure().root()).children()).hasSizeLessThanOrEqualTo(MimeScanner.MAX_PARTS);
    }

    @Test
    void headersOfOneEndlessField() {
        scan("Subject: " + "=?utf-8?q?x?= ".repeat(100_000) + "\r\n\r\nHi\r\n");
        scan("Content-Type: text/plain" + "; a*0=b".repeat(100_000) + "\r\n\r\nHi\r\n");
        scan("To: " + "a@b, ".repeat(100_000) + "\r\n\r\nHi\r\n");
        scan("To: " + "(".repeat(100_000) + "\r\n\r\nHi\r\n");
        scan("To: " + "<a@b".repeat(50_000) + "\r\nFrom: " + "g:".repeat(50_000) + "\r\n\r\nHi\r\n");
        scan("X: 1\r\n".repeat(100_000) + "\r\nHi\r\n");
    }

    @Test
    void htmlThatNeverEnds() {
        for (String piece : List.of("<", "<style>", "<!--", "&", "<p ", "<script", "&#", "</")) {
            scan("Content-Type: text/html\r\n\r\n" + (piece + "\r\n").repeat(20_000));
        }
    }

    @Test
    void noise() {
        Random random = new Random(5);
        List<String> pieces = List.of("Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: message/rfc822\r\n", "\r\n", "--b\r\n", "--b--\r\n", "\n",
                "Content-Transfer-Encoding: base64\r\n", "\r", "x", " ", "Content-Type: text/html; charset=\"", "--b", ":", "\u00ff", "\0");
        for (int i = 0; i < 2000; i++) {
            StringBuilder content = new StringBuilder();
            for (int j = random.nextInt(60); j > 0; j--) {
                content.append(pieces.get(random.nextInt(pieces.size())));
            }
            scan(content.toString());
        }
    }
}
