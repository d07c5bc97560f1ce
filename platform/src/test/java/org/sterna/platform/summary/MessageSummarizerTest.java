package org.sterna.platform.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MessageSummaryCodec;

class MessageSummarizerTest {

    private static MessageSummarizer.Summarized summarize(String... pieces) {
        MessageSummarizer summarizer = new MessageSummarizer(new Random(1));
        for (String piece : pieces) {
            summarizer.feed(piece.getBytes(StandardCharsets.ISO_8859_1));
        }
        return summarizer.finish();
    }

    @Test
    void theSummaryIsOfPrefixAndMessageTogether() {
        MessageSummarizer.Summarized summarized = summarize("Return-Path: <a@example.org>\r\n", "Subject: Hel", "lo\r\n\r\nbody\r\n");

        MessageSummary summary = MessageSummaryCodec.decode(summarized.summary());
        assertThat(summary.envelope().subject()).contains("Hello");
        assertThat(summary.structure().size()).isEqualTo(30 + 16 + 2 + 6);
        assertThat(summary.headerSize()).isEqualTo(30 + 16 + 2);
    }

    @Test
    void oneThreadHasOneId() {                                           // RFC 8474 section 5.2
        String root = summarize("Message-ID: <1@example.org>\r\n\r\n").ids().threadId();

        assertThat(root).matches("t[0-9a-f]{24}");
        assertThat(summarize("Message-ID: <2@example.org>\r\nIn-Reply-To: <1@example.org>\r\n\r\n").ids().threadId()).isEqualTo(root);
        assertThat(summarize("Message-ID: <3@example.org>\r\nReferences: <1@example.org> <2@example.org>\r\n\r\n").ids().threadId())
                .isEqualTo(root);
        assertThat(summarize("Message-ID: <4@example.org>\r\n\r\n").ids().threadId()).isNotEqualTo(root);
    }

    @Test
    void theThreadIsKnownFromAHeaderTooLargeToBeRemembered() {
        String large = "X-Label: " + "x".repeat(20_000) + "\r\n";
        MessageSummarizer.Summarized reply = summarize(large + "Message-ID: <2@example.org>\r\nIn-Reply-To: <1@example.org>\r\n\r\n");

        assertThat(reply.messageId()).contains("<2@example.org>");
        assertThat(reply.ids().threadId()).isEqualTo(summarize("Message-ID: <1@example.org>\r\n\r\n").ids().threadId());
    }

    @Test
    void everyMessageHasAnEmailIdOfItsOwn() {
        MessageSummarizer.Summarized nameless = summarize("no header section\r\n");

        assertThat(nameless.ids().emailId()).matches("e[0-9a-f]{24}");
        assertThat(nameless.ids().threadId()).matches("t[0-9a-f]{24}");
        assertThat(nameless.messageId()).isEmpty();
    }
}
