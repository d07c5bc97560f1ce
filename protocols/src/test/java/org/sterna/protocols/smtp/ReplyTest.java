package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.smtp.ReplyParser.Parsed;

class ReplyTest {
    @Test
    void statusStandsOnEveryLine() {                             // RFC 2034 section 4
        Reply reply = new Reply(550, EnhancedStatus.parse("5.7.1"), List.of("Relaying", "denied"));
        assertThat(reply.octets()).asString().isEqualTo("550-5.7.1 Relaying\r\n550 5.7.1 denied\r\n");
        assertThat(reply).hasToString("550 5.7.1 Relaying denied");
        assertThat(parse("550-5.7.1 Relaying", "550 5.7.1 denied")).isEqualTo(new Parsed.Whole(reply));
    }

    @Test
    void whatIsSaidOftenIsWrittenOnce() {
        assertThat(Replies.OK.octets()).asString().isEqualTo("250 2.0.0 OK\r\n");
        assertThat(Replies.OK.octets()).isSameAs(Replies.OK.octets());
        assertThat(Reply.plain(250, "").octets()).asString().isEqualTo("250 \r\n");
        assertThat(Reply.plain(354, "go").withoutStatus()).isEqualTo(Reply.plain(354, "go"));
        assertThat(Replies.OK.withoutStatus()).isEqualTo(Reply.plain(250, "OK")).isNotEqualTo(Replies.OK);
    }

    @Test
    void repliesAreValues() {
        Reply reply = Reply.of(250, "2.0.0", "OK");
        assertThat(reply).isEqualTo(Replies.OK).hasSameHashCodeAs(Replies.OK);
        assertThat(reply).isNotEqualTo(Reply.of(251, "2.0.0", "OK")).isNotEqualTo(Reply.of(250, "2.0.1", "OK"))
                .isNotEqualTo(Reply.of(250, "2.0.0", "Ok")).isNotEqualTo("250 2.0.0 OK");
    }

    @Test
    void wrongRepliesCannotBeMade() {
        assertThatThrownBy(() -> Reply.plain(199, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.plain(250)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.plain(250, "a\r\n250 b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.of(250, "5.0.0", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsWhatServersSay() {                                 // RFC 5321 section 4.2.1
        assertThat(parse("250")).isEqualTo(new Parsed.Whole(Reply.plain(250, "")));
        assertThat(parse("354 go")).isEqualTo(new Parsed.Whole(Reply.plain(354, "go")));
        assertThat(parse("250-a", "250-SIZE 10", "250 B"))
                .isEqualTo(new Parsed.Whole(Reply.plain(250, "a", "SIZE 10", "B")));
        assertThat(parse("250-a")).isInstanceOf(Parsed.Continues.class);
        assertThat(parse("550 4.1.1 class differs")).isEqualTo(
                new Parsed.Whole(new Reply(550, Optional.empty(), List.of("4.1.1 class differs"))));
        assertThat(parse("550 n\u00f6\u0007")).isEqualTo(new Parsed.Whole(Reply.plain(550, "n??")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "abc", "199 x", "600 x", "250x", "SSH-2.0-OpenSSH"})
    void refusesWhatIsNoReply(String line) {
        assertThat(parse(line)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void repliesAreBounded() {
        ReplyParser parser = new ReplyParser();
        LineFramer.Line.Whole line = new LineFramer.Line.Whole("250-x");
        for (int i = 0; i < ReplyParser.MAX_LINES; i++) {
            assertThat(parser.next(line)).isInstanceOf(Parsed.Continues.class);
        }
        assertThat(parser.next(line)).isInstanceOf(Parsed.Malformed.class);
        assertThat(parse("250-a", "251 b")).isInstanceOf(Parsed.Malformed.class);
    }

    private static Parsed parse(String... lines) {
        ReplyParser parser = new ReplyParser();
        Parsed parsed = new Parsed.Continues();
        for (String line : lines) {
            parsed = parser.next(new LineFramer.Line.Whole(line));
        }
        return parsed;
    }
}
