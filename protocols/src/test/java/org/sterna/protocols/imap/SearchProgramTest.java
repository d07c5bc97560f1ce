package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MessageText;
import org.sterna.protocols.message.MimeScanner;

class SearchProgramTest {
    private static final byte[] CONTENT = """
            From: =?utf-8?q?J=C3=BCrgen?= Smith <smith@example.org>
            To: jones@example.net
            Subject: Meeting
             tomorrow
            Date: Mon, 5 Feb 2024 23:30:00 -0800
            X-Odd: yes
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe, see you
            """.getBytes(StandardCharsets.US_ASCII);

    private record Message(int read) implements MessageFacts {
        private static final MessageSummary SUMMARY = summaryOf(CONTENT);

        private static MessageSummary summaryOf(byte[] content) {
            MimeScanner scanner = new MimeScanner();
            scanner.feed(content);
            return scanner.finish();
        }

        @Override
        public long uid() {
            return 50;
        }

        @Override
        public long sequence() {
            return 5;
        }

        @Override
        public Set<Flag> flags() {
            return Set.of(Flag.SEEN, new Flag("$Work"), Flag.RECENT);
        }

        @Override
        public OffsetDateTime internalDate() {
            return OffsetDateTime.parse("2024-02-06T08:00:00Z");
        }

        @Override
        public long size() {
            return 300;
        }

        @Override
        public Optional<MessageSummary> summary() {
            return read > 0 ? Optional.of(SUMMARY) : Optional.empty();
        }

        @Override
        public Optional<HeaderFields> header() {
            return read > 1 ? Optional.of(HeaderFields.parse(CONTENT)) : Optional.empty();
        }

        @Override
        public Optional<String> bodyText() {
            return read > 1 ? Optional.of(MessageText.body(SUMMARY.structure(), CONTENT)) : Optional.empty();
        }
    }

    private static SearchProgram program(String keys) {
        ParsedCommand parsed = ImapParser.parse(new CommandText(("a SEARCH " + keys).getBytes(StandardCharsets.UTF_8)));
        return new SearchProgram(((ImapCommand.Search) ((ParsedCommand.Command) parsed).command()).key(), 90, 9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "ALL ~ INDEX ~ YES", "SEEN ~ INDEX ~ YES", "UNSEEN ~ INDEX ~ NO", "NEW ~ INDEX ~ NO", "RECENT ~ INDEX ~ YES",
        "OLD ~ INDEX ~ NO", "KEYWORD $work ~ INDEX ~ YES", "UNKEYWORD $work ~ INDEX ~ NO", "ANSWERED ~ INDEX ~ NO",
        "BEFORE 6-Feb-2024 ~ INDEX ~ NO", "ON 6-Feb-2024 ~ INDEX ~ YES", "SINCE 6-Feb-2024 ~ INDEX ~ YES",
        "BEFORE 7-Feb-2024 ~ INDEX ~ YES", "SENTON 5-Feb-2024 ~ SUMMARY ~ YES", "SENTSINCE 6-Feb-2024 ~ SUMMARY ~ NO",
        "SENTBEFORE 6-Feb-2024 ~ SUMMARY ~ YES", "LARGER 299 ~ INDEX ~ YES", "LARGER 300 ~ INDEX ~ NO",
        "SMALLER 301 ~ INDEX ~ YES", "SMALLER 300 ~ INDEX ~ NO", "UID 40:60 ~ INDEX ~ YES", "UID 51 ~ INDEX ~ NO",
        "5 ~ INDEX ~ YES", "1:4,6:* ~ INDEX ~ NO", "*:5 ~ INDEX ~ YES",
        "FROM SMITH@ ~ SUMMARY ~ YES", "CHARSET UTF-8 FROM \"J\u00dcRGEN\" ~ SUMMARY ~ YES", "TO smith ~ SUMMARY ~ NO",
        "SUBJECT \"meeting tomorrow\" ~ SUMMARY ~ YES", "CC \"\" ~ SUMMARY ~ NO", "TO \"\" ~ SUMMARY ~ YES",
        "HEADER X-Odd \"\" ~ CONTENT ~ YES", "HEADER X-Odd no ~ CONTENT ~ NO", "BODY \"gr\u00fc\u00dfe\" ~ CONTENT ~ YES",
        "BODY meeting ~ CONTENT ~ NO", "TEXT meeting ~ CONTENT ~ YES", "TEXT nothing ~ CONTENT ~ NO",
        "NOT SEEN ~ INDEX ~ NO", "OR UNSEEN RECENT ~ INDEX ~ YES", "(SEEN (5 NOT DELETED)) ~ INDEX ~ YES",
        "NOT (FROM smith BODY x) ~ CONTENT ~ YES", "OR TO nobody BODY see ~ CONTENT ~ YES",
    })
    void answers(String keys, SearchProgram.Need need, SearchProgram.Answer answer) {
        SearchProgram program = program(keys);
        assertThat(program.need()).isEqualTo(need);
        assertThat(program.answer(new Message(2))).isEqualTo(answer);
        SearchProgram.Answer withSummary = program.answer(new Message(1));
        if (need != SearchProgram.Need.CONTENT) {
            assertThat(withSummary).isEqualTo(answer);
        }
        if (need == SearchProgram.Need.INDEX) {
            assertThat(program.answer(new Message(0))).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "BODY x UNSEEN ~ NO ~ NO", "OR BODY x SEEN ~ YES ~ YES", "BODY x FROM nobody ~ NEEDS_SUMMARY ~ NO",
        "BODY x FROM smith ~ NEEDS_SUMMARY ~ NEEDS_CONTENT", "NOT (BODY x DELETED) ~ YES ~ YES",
        "OR BODY x FROM smith ~ NEEDS_SUMMARY ~ YES", "OR BODY x FROM nobody ~ NEEDS_SUMMARY ~ NEEDS_CONTENT",
        "SEEN FROM smith ~ NEEDS_SUMMARY ~ YES"})
    void readsNoMoreThanItMust(String keys, SearchProgram.Answer fromIndex, SearchProgram.Answer fromSummary) {
        assertThat(program(keys).answer(new Message(0))).isEqualTo(fromIndex);
        assertThat(program(keys).answer(new Message(1))).isEqualTo(fromSummary);
    }

    @Test
    void starMeansTheLargest() {
        assertThat(program("UID *").answer(new Message(0))).isEqualTo(SearchProgram.Answer.NO);
        SearchKey all = ((ImapCommand.Search) ((ParsedCommand.Command)
                ImapParser.parse(CommandText.of("a SEARCH UID *"))).command()).key();
        assertThat(new SearchProgram(all, 50, 9).answer(new Message(0))).isEqualTo(SearchProgram.Answer.YES);
    }
}
