package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays the files under {@code smtp/transcripts}. */
class SmtpTranscriptsTest {
    @TestFactory
    Stream<DynamicTest> conversations() {
        return TranscriptFile.all().stream().map(conversation -> DynamicTest.dynamicTest(conversation.name(),
                () -> conversation.begin().play(conversation.wholeScript())));
    }

    /** How the octets come changes nothing, as long as the client waits for each reply. */
    @TestFactory
    Stream<DynamicTest> conversationsInPieces() {
        return TranscriptFile.all().stream().filter(TranscriptFile.Conversation::waits)
                .map(conversation -> DynamicTest.dynamicTest(conversation.name(), () -> {
                    for (int octets : List.of(1, 2, 3, 7)) {
                        conversation.begin().inPiecesOf(octets).play(conversation.wholeScript());
                    }
                }));
    }

    @Test
    void eachConversationHasItsSentence() {
        List<TranscriptFile.Conversation> all = TranscriptFile.all();
        assertThat(all).hasSizeGreaterThan(150);
        assertThat(all).extracting(TranscriptFile.Conversation::name).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(each -> {
            assertThat(each.sentences()).as(each.name()).isNotEmpty();
            assertThat(each.script()).as(each.name()).contains("S");
        });
    }
}
