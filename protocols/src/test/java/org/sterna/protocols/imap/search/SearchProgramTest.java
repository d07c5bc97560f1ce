package org.sterna.protocols.imap.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.imap.search.SearchProgram.Need;

class SearchProgramTest {
    private static final String CONTENT = """
            From: =?utf-8?q?J=C3=BCrgen?= Smith <smith@example.org>
            To: jones@example.net
            Subject: Meeting
             tomorrow
            Date: Mon, 5 Feb 2024 23:30:00 -0800
            X-Odd: yes
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe, see you
            """;

    /** Seen, recent, with the keyword $Work. */
    private static final Letter MESSAGE = Letter.of(1, CONTENT)
            .with(50, 5, 1 | 2 | 4, Instant.parse("2024-02-06T08:00:00Z"), Instant.parse("2024-02-06T09:00:00Z"), 77);

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "ALL ~ INDEX ~ true", "SEEN ~ INDEX ~ true", "UNSEEN ~ INDEX ~ false", "NEW ~ INDEX ~ false", "RECENT ~ INDEX ~ true",
        "OLD ~ INDEX ~ false", "KEYWORD $work ~ INDEX ~ true", "UNKEYWORD $work ~ INDEX ~ false", "ANSWERED ~ INDEX ~ false",
        "KEYWORD $unknown ~ INDEX ~ false", "UNKEYWORD $unknown ~ INDEX ~ true",
        "BEFORE 6-Feb-2024 ~ INDEX ~ false", "ON 6-Feb-2024 ~ INDEX ~ true", "SINCE 6-Feb-2024 ~ INDEX ~ true",
        "BEFORE 7-Feb-2024 ~ INDEX ~ true", "SENTON 5-Feb-2024 ~ SUMMARY ~ true", "SENTSINCE 6-Feb-2024 ~ SUMMARY ~ false",
        "SENTBEFORE 6-Feb-2024 ~ SUMMARY ~ true", "LARGER 262 ~ INDEX ~ true", "LARGER 263 ~ INDEX ~ false",
        "SMALLER 264 ~ INDEX ~ true", "SMALLER 263 ~ INDEX ~ false", "UID 40:60 ~ INDEX ~ true", "UID 51 ~ INDEX ~ false",
        "5 ~ INDEX ~ true", "1:4,6:* ~ INDEX ~ false", "*:5 ~ INDEX ~ true", "UID * ~ INDEX ~ false", "UID 90:* ~ INDEX ~ false",
        "OLDER 7200 ~ INDEX ~ true", "OLDER 7201 ~ INDEX ~ false", "YOUNGER 7200 ~ INDEX ~ true", "YOUNGER 7199 ~ INDEX ~ false",
        "SAVEDON 6-Feb-2024 ~ INDEX ~ true", "SAVEDBEFORE 6-Feb-2024 ~ INDEX ~ false", "SAVEDSINCE 7-Feb-2024 ~ INDEX ~ false",
        "SAVEDATESUPPORTED ~ INDEX ~ true", "MODSEQ 77 ~ INDEX ~ true", "MODSEQ 78 ~ INDEX ~ false",
        "MODSEQ \"/flags/\\\\draft\" all 76 ~ INDEX ~ true", "$ ~ INDEX ~ true", "UID $ ~ INDEX ~ true", "NOT $ ~ INDEX ~ false",
        "EMAILID e50 ~ SUMMARY ~ true", "EMAILID E50 ~ SUMMARY ~ false", "THREADID t1 ~ SUMMARY ~ true",
        "FROM SMITH@ ~ SUMMARY ~ true", "CHARSET UTF-8 FROM \"J\u00dcRGEN\" ~ SUMMARY ~ true", "TO smith ~ SUMMARY ~ false",
        "FROM \"Ju\u0308rgen\" ~ SUMMARY ~ true",
        "SUBJECT \"meeting tomorrow\" ~ SUMMARY ~ true", "CC \"\" ~ SUMMARY ~ false", "TO \"\" ~ SUMMARY ~ true",
        "HEADER X-Odd \"\" ~ CONTENT ~ true", "HEADER X-Odd no ~ CONTENT ~ false", "HEADER X-Even \"\" ~ CONTENT ~ false",
        "BODY \"gr\u00fc\u00dfe\" ~ CONTENT ~ true", "BODY \"\" ~ INDEX ~ true", "TEXT \"\" ~ INDEX ~ true",
        "BODY meeting ~ CONTENT ~ false", "TEXT meeting ~ CONTENT ~ true", "TEXT nothing ~ CONTENT ~ false",
        "TEXT \"x-odd: YES\" ~ CONTENT ~ true", "TEXT \"SEE YOU\" ~ CONTENT ~ true",
        "NOT SEEN ~ INDEX ~ false", "OR UNSEEN RECENT ~ INDEX ~ true", "(SEEN (5 NOT DELETED)) ~ INDEX ~ true",
        "NOT (FROM smith BODY x) ~ CONTENT ~ true", "OR TO nobody BODY see ~ CONTENT ~ true",
    })
    void answers(String keys, Need need, boolean matches) {
        SearchProgram program = Letter.program(keys);
        assertThat(program.need()).isEqualTo(need);
        assertThat(MESSAGE.matches(program, 1000)).isEqualTo(matches);
        assertThat(MESSAGE.matches(program, 1)).isEqualTo(matches);
        Answer expected = matches ? Answer.YES : Answer.NO;
        if (need != Need.CONTENT) {
            assertThat(program.answer(MESSAGE)).isEqualTo(expected);
        }
        if (need == Need.INDEX) {
            assertThat(program.answer(MESSAGE.unread())).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "BODY x UNSEEN ~ NO ~ NO", "OR BODY x SEEN ~ YES ~ YES", "BODY x FROM nobody ~ NEEDS_SUMMARY ~ NO",
        "BODY x FROM smith ~ NEEDS_SUMMARY ~ NEEDS_CONTENT", "NOT (BODY x DELETED) ~ YES ~ YES",
        "OR BODY x FROM smith ~ NEEDS_SUMMARY ~ YES", "OR BODY x FROM nobody ~ NEEDS_SUMMARY ~ NEEDS_CONTENT",
        "SEEN FROM smith ~ NEEDS_SUMMARY ~ YES", "TEXT meeting ~ NEEDS_SUMMARY ~ YES", "TEXT \"see you\" ~ NEEDS_SUMMARY ~ NEEDS_CONTENT",
        "NOT TEXT meeting ~ NEEDS_SUMMARY ~ NO", "HEADER X-Odd yes ~ NEEDS_CONTENT ~ NEEDS_CONTENT"})
    void readsNoMoreThanItMust(String keys, Answer fromIndex, Answer fromSummary) {
        assertThat(Letter.program(keys).answer(MESSAGE.unread())).isEqualTo(fromIndex);
        assertThat(Letter.program(keys).answer(MESSAGE)).isEqualTo(fromSummary);
    }

    @Test
    void tellsWhichMessagesCanMatchAtAll() {
        SearchProgram program = Letter.program("UID 1:30,45:* NOT UID 5 MODSEQ 12 SEEN $ (1:3 2:*)");
        assertThat(program.onlyUids()).contains(List.of(new NumberRange(45, 50)));
        assertThat(program.onlySequences()).contains(List.of(new NumberRange(2, 3)));
        assertThat(program.leastModSeq()).isEqualTo(12);
        SearchProgram open = Letter.program("OR UID 1 MODSEQ 9");
        assertThat(open.onlyUids()).isEmpty();
        assertThat(open.onlySequences()).isEmpty();
        assertThat(open.leastModSeq()).isZero();
        assertThat(Letter.program("1 2").onlySequences()).contains(List.of());
    }

    @Test
    void aMessageWithoutADateWasSentWhenItCame() {
        Letter message = Letter.of(1, "Subject: x\r\n\r\n");
        assertThat(message.matches(Letter.program("SENTON 6-Feb-2024"), 9)).isTrue();
    }

    @Test
    void aReducedSummarySendsHeaderKeysToTheContent() {
        Letter message = Letter.of(1, "From: a@example.org\r\nReferences:" + " <x@y>".repeat(5000) + "\r\nTo: b@example.org\r\n\r\nHi\r\n");
        SearchProgram program = Letter.program("TO b@example FROM a@");
        assertThat(program.answer(message)).isEqualTo(Answer.NEEDS_CONTENT);
        assertThat(message.matches(program, 777)).isTrue();
        assertThat(message.matches(Letter.program("TO nobody FROM a@"), 777)).isFalse();
        assertThat(message.matches(Letter.program("SENTSINCE 6-Feb-2024"), 777)).isTrue();
    }

    @Test
    void contentIsSearchedBehindTheSummary() {
        SearchProgram program = Letter.program("BODY x");
        Letter unread = MESSAGE.unread();
        assertThatThrownBy(() -> program.content(unread, MESSAGE.summary().structure())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeaderSectionAtHandTellsOfEveryField() {
        Letter letter = Letter.of(1, "Subject: greetings\r\nX-Kind: =?UTF-8?Q?un=C3=BCblich?=\r\n seldom\r\n\r\nX-Late: seldom\r\n").unread();
        assertThat(Letter.program("HEADER X-Kind seldom").answer(letter)).isEqualTo(Answer.NEEDS_CONTENT);
        Letter known = letter.withHeader();
        assertThat(Letter.program("HEADER x-kind \"BLICH Seldom\"").answer(known)).isEqualTo(Answer.YES);
        assertThat(Letter.program("HEADER X-Kind usual").answer(known)).isEqualTo(Answer.NO);
        assertThat(Letter.program("HEADER X-Late \"\"").answer(known)).isEqualTo(Answer.NO);
        assertThat(Letter.program("SUBJECT Greet NOT HEADER X-Late \"\"").answer(known)).isEqualTo(Answer.YES);
        assertThat(Letter.program("TEXT seldom").answer(known)).isEqualTo(Answer.NEEDS_SUMMARY);
        assertThat(Letter.program("HEADER X-Kind seldom").asksForFields()).isTrue();
        assertThat(Letter.program("BODY seldom").asksForFields()).isFalse();
    }
}
