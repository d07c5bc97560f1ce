package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Framer and parser together, as a session uses them. */
class AppendParserTest {
    private static final FramerEvent.Sending NOW = FramerEvent.Sending.NON_SYNCHRONIZING;
    private static final Enabled UTF8 = Enabled.NOTHING.with("UTF8=ACCEPT");

    /** What one command brought: its first reading, all its parts, and what was wrong if anything was. */
    private record Read(ParsedCommand first, List<AppendPart> parts, Optional<StatusResponse> wrong) {
    }

    private static Read read(String input, Enabled enabled) {
        ImapFramer framer = new ImapFramer();
        framer.authenticated();
        framer.feed((input + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        FramerEvent event = framer.next().orElseThrow();
        if (event instanceof FramerEvent.Complete complete) {
            ParsedCommand parsed = ImapParser.parse(complete.text(), enabled);
            return new Read(parsed, parts(parsed), Optional.empty());
        }
        AppendParser parser = new AppendParser(enabled);
        ParsedCommand first = parser.begin(((FramerEvent.StreamedLiteral) event).start());
        List<AppendPart> parts = new ArrayList<>(parts(first));
        while (true) {
            framer.acceptLiteral();
            while (framer.literalRemaining() > 0) {
                assertThat(framer.take(7)).isNotEmpty();
            }
            event = framer.next().orElseThrow();
            AppendParser.Step step = event instanceof FramerEvent.StreamedLiteralEnd end ? parser.end(end.rest())
                    : parser.next(((FramerEvent.StreamedLiteral) event).start());
            if (step instanceof AppendParser.Wrong wrong) {
                return new Read(first, parts, Optional.of(wrong.response()));
            }
            parts.addAll(((AppendParser.Parts) step).parts());
            if (event instanceof FramerEvent.StreamedLiteralEnd) {
                assertThat(parts.get(parts.size() - 1)).isEqualTo(new AppendPart.End());
                return new Read(first, parts, Optional.empty());
            }
        }
    }

    private static List<AppendPart> parts(ParsedCommand parsed) {
        if (!(parsed instanceof ParsedCommand.Command command)) {
            return List.of();
        }
        return command.command() instanceof ImapCommand.Append append ? append.parts()
                : ((ImapCommand.Replace) command.command()).parts();
    }

    private static AppendPart.Message message(AppendPart.Form form, Flag... flags) {
        return new AppendPart.Message(Set.of(flags), Optional.empty(), form);
    }

    @Test
    void oneMessage() {                                                     // RFC 9051 section 6.3.12
        Read read = read("A003 APPEND saved-messages (\\Seen) \" 7-Feb-1994 21:52:25 -0800\" {5+}\r\nhello", Enabled.NOTHING);
        assertThat(read.first().tag()).isEqualTo("A003");
        assertThat(((ImapCommand.Append) ((ParsedCommand.Command) read.first()).command()).mailbox())
                .isEqualTo(new MailboxName("saved-messages"));
        assertThat(read.parts()).containsExactly(new AppendPart.Message(Set.of(Flag.SEEN),
                Optional.of(OffsetDateTime.parse("1994-02-07T21:52:25-08:00")), AppendPart.Form.LITERAL),
                new AppendPart.Octets(5, NOW), new AppendPart.End());
        assertThat(read("a APPEND {5+}\r\nINBOX () {0+}\r\n", Enabled.NOTHING).parts()).containsExactly(
                message(AppendPart.Form.LITERAL), new AppendPart.Octets(0, NOW), new AppendPart.End());
    }

    @Test
    void severalMessages() {                                                // RFC 3502
        assertThat(read("a APPEND x {2+}\r\nab (\\Seen) ~{3+}\r\na\0c (\\Draft) {1+}\r\nz", Enabled.NOTHING).parts()).containsExactly(
                message(AppendPart.Form.LITERAL), new AppendPart.Octets(2, NOW), new AppendPart.End(),
                message(AppendPart.Form.LITERAL8, Flag.SEEN), new AppendPart.Octets(3, NOW), new AppendPart.End(),
                message(AppendPart.Form.LITERAL, Flag.DRAFT), new AppendPart.Octets(1, NOW), new AppendPart.End());
    }

    @Test
    void catenated() {                                                      // RFC 4469
        Read read = read("A003 APPEND Drafts (\\Seen) CATENATE (URL \"/Drafts/;UID=20\" TEXT {3+}\r\nabc TEXT {2+}\r\nde"
                + " URL {3+}\r\n/x/ URL /y) CATENATE (URL /z)", Enabled.NOTHING);
        assertThat(read.parts()).containsExactly(
                message(AppendPart.Form.CATENATE, Flag.SEEN), new AppendPart.Url("/Drafts/;UID=20"), new AppendPart.Octets(3, NOW),
                new AppendPart.Octets(2, NOW), new AppendPart.Url("/x/"), new AppendPart.Url("/y"), new AppendPart.End(),
                message(AppendPart.Form.CATENATE), new AppendPart.Url("/z"), new AppendPart.End());
        assertThat(read("a APPEND x CATENATE (URL /y URL {2+}\r\n/z)", Enabled.NOTHING).parts()).as("nothing to stream").containsExactly(
                message(AppendPart.Form.CATENATE), new AppendPart.Url("/y"), new AppendPart.Url("/z"), new AppendPart.End());
    }

    @Test
    void utf8Messages() {                                                   // RFC 6855 section 4
        assertThat(read("a APPEND x UTF8 (~{2+}\r\nab) CATENATE (UTF8 (~{1+}\r\nz) URL /y)", UTF8).parts()).containsExactly(
                message(AppendPart.Form.UTF8), new AppendPart.Octets(2, NOW), new AppendPart.End(),
                message(AppendPart.Form.CATENATE), new AppendPart.Octets(1, NOW), new AppendPart.Url("/y"), new AppendPart.End());
        assertThat(read("a APPEND x UTF8 (~{2+}\r\nab)", Enabled.NOTHING).first()).isInstanceOf(ParsedCommand.BadCommand.class);
    }

    @Test
    void replacing() {                                                      // RFC 8508
        Read read = read("a UID REPLACE 2000 Drafts (\\Draft) {3+}\r\nabc", Enabled.NOTHING);
        assertThat(((ParsedCommand.Command) read.first()).command()).isEqualTo(new ImapCommand.Replace(Numbering.UID,
                SequenceSet.of(2000), new MailboxName("Drafts"), read.parts().subList(0, 2)));
        assertThat(read.parts()).containsExactly(
                message(AppendPart.Form.LITERAL, Flag.DRAFT), new AppendPart.Octets(3, NOW), new AppendPart.End());
        assertThat(read("a REPLACE 4 x {1+}\r\na {1+}\r\nb", Enabled.NOTHING).wrong()).isPresent();
        assertThat(read("a REPLACE 1:2 x {1+}\r\na", Enabled.NOTHING).first()).isInstanceOf(ParsedCommand.BadCommand.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a APPEND x {1+}\r\nab", "a APPEND x {1+}\r\na ", "a APPEND x {1+}\r\na (\\Seen)", "a APPEND x {1+}\r\na)",
        "a APPEND x CATENATE (TEXT {1+}\r\na", "a APPEND x CATENATE (TEXT {1+}\r\na URL", "a APPEND x CATENATE (TEXT {1+}\r\na) x",
        "a APPEND x CATENATE (TEXT {1+}\r\na FOO {1+}\r\nb)", "a APPEND x {1+}\r\na {1+} {1+}\r\nb"})
    void wrongBehindTheFirstMessage(String input) {
        assertThat(read(input, UTF8).wrong()).map(StatusResponse::condition).contains(StatusResponse.Condition.BAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a APPEND {1+}\r\nx", "a APPEND x (\\Seen {1+}\r\na", "a APPEND x \"32-Feb-1994 21:52:25 -0800\" {1+}\r\na", "a APPEND x",
        "a APPEND x FOO {1+}\r\na", "a APPEND x CATENATE ({1+}\r\na)", "a APPEND x CATENATE () {1+}\r\na", "a APPEND x UTF8 ({1+}\r\na)",
        "a REPLACE x y {1+}\r\na", "a APPEND x CATENATE (URL /y", "a APPEND ~{1+}\r\nx", "a APPEND x  {1+}\r\na"})
    void wrongFromTheStart(String input) {
        assertThat(read(input, UTF8).first()).isInstanceOf(ParsedCommand.BadCommand.class);
    }
}
