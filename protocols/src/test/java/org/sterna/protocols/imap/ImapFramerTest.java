package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ImapFramerTest {
    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Feeds pieces and writes down what happens; streamed literals are accepted and taken in small bites. */
    private static List<String> play(ImapFramer framer, List<String> pieces) {
        List<String> seen = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        boolean streaming = false;
        for (String piece : pieces) {
            framer.feed(octets(piece));
            boolean moved = true;
            while (moved) {
                moved = false;
                byte[] taken = framer.take(3);
                if (taken.length > 0) {
                    literal.append(new String(taken, StandardCharsets.ISO_8859_1));
                    moved = true;
                }
                Optional<FramerEvent> event = framer.next();
                if (event.isPresent()) {
                    moved = true;
                    if (streaming && !(event.get() instanceof FramerEvent.NeedContinuation)) {
                        seen.add("took " + literal);
                        literal.setLength(0);
                        streaming = false;
                    }
                    seen.add(show(event.get()));
                    if (event.get() instanceof FramerEvent.StreamedLiteral) {
                        framer.acceptLiteral();
                        streaming = true;
                    }
                }
            }
        }
        return seen;
    }

    private static String show(FramerEvent event) {
        if (event instanceof FramerEvent.Complete complete) {
            return "command " + complete.text().line();
        }
        if (event instanceof FramerEvent.NeedContinuation) {
            return "+";
        }
        if (event instanceof FramerEvent.LiteralTooBig tooBig) {
            return "too big " + tooBig.tag() + " " + tooBig.size();
        }
        if (event instanceof FramerEvent.LineTooLong tooLong) {
            return "too long " + tooLong.tag();
        }
        if (event instanceof FramerEvent.StreamedLiteral streamed) {
            return "stream " + streamed.start().line() + " " + streamed.size() + " " + streamed.sending();
        }
        if (event instanceof FramerEvent.StreamedLiteralEnd end) {
            return "end '" + end.rest().line() + "'";
        }
        throw new AssertionError(event);
    }

    private static ImapFramer authenticated() {
        ImapFramer framer = new ImapFramer();
        framer.authenticated();
        return framer;
    }

    /** The result must not depend on where the input is cut. */
    private static void expect(boolean loggedIn, String input, String... expected) {
        assertThat(play(loggedIn ? authenticated() : new ImapFramer(), List.of(input))).containsExactly(expected);
        for (int cut = 1; cut < input.length(); cut++) {
            ImapFramer framer = loggedIn ? authenticated() : new ImapFramer();
            assertThat(play(framer, List.of(input.substring(0, cut), input.substring(cut)))).containsExactly(expected);
            assertThat(framer.bufferedOctets()).isZero();
        }
        assertThat(play(loggedIn ? authenticated() : new ImapFramer(), input.chars()
                .mapToObj(c -> String.valueOf((char) c)).toList())).containsExactly(expected);
    }

    @Test
    void linesAndEmptyLines() {
        expect(false, "a1 NOOP\r\n\r\na2 LOGOUT\n", "command a1 NOOP", "command ", "command a2 LOGOUT");
    }

    @Test
    void loginWithLiterals() {                                              // RFC 3501 section 4.3 and 6.2.3
        expect(false, "A001 LOGIN {11}\r\nFRED FOOBAR {7}\r\nfat man\r\nA002 NOOP\r\n",
                "+", "+", "command A001 LOGIN {11}\r\nFRED FOOBAR {7}\r\nfat man", "command A002 NOOP");
        expect(false, "A001 LOGIN {4+}\r\nf\r\no {0+}\r\n\r\n", "command A001 LOGIN {4+}\r\nf\r\no {0+}\r\n");
    }

    @Test
    void appendIsStreamed() {                                               // RFC 3501 section 6.3.11
        expect(true, "A003 APPEND saved-messages (\\Seen) {10}\r\nDate:\r\n\r\nx\r\nA004 NOOP\r\n",
                "stream A003 APPEND saved-messages (\\Seen) {10} 10 SYNCHRONIZING", "took Date:\r\n\r\nx", "end ''",
                "command A004 NOOP");
        expect(true, "a APPEND {5+}\r\nINBOX {3+}\r\nabc junk\r\n",
                "stream a APPEND {5+}\r\nINBOX {3+} 3 NON_SYNCHRONIZING", "took abc", "end ' junk'");
        expect(true, "a append x {0+}\r\n\r\n", "stream a append x {0+} 0 NON_SYNCHRONIZING", "took ", "end ''");
    }

    @Test
    void everyMessageOfAMultiappendIsStreamed() {                           // RFC 3502
        expect(true, "a APPEND x {2+}\r\nab (\\Seen) {3}\r\ncde\r\nb NOOP\r\n",
                "stream a APPEND x {2+} 2 NON_SYNCHRONIZING", "took ab", "stream  (\\Seen) {3} 3 SYNCHRONIZING", "took cde",
                "end ''", "command b NOOP");
    }

    @Test
    void urlsAreKeptAndTextsStreamed() {                                    // RFC 4469
        expect(true, "a APPEND x CATENATE (URL {2+}\r\n/y TEXT {3+}\r\nabc URL {2}\r\n/z TEXT {1+}\r\nq)\r\nb NOOP\r\n",
                "stream a APPEND x CATENATE (URL {2+}\r\n/y TEXT {3+} 3 NON_SYNCHRONIZING", "+", "took abc",
                "stream  URL {2}\r\n/z TEXT {1+} 1 NON_SYNCHRONIZING", "took q", "end ')'", "command b NOOP");
        expect(true, "a APPEND x CATENATE (URL {2}\r\n/y)\r\n", "+", "command a APPEND x CATENATE (URL {2}\r\n/y)");
        expect(true, "a APPEND URL {3+}\r\nabc\r\n", "stream a APPEND URL {3+} 3 NON_SYNCHRONIZING", "took abc", "end ''");
    }

    @Test
    void replaceAndBinaryLiteralsAreStreamed() {                            // RFC 8508, RFC 3516, RFC 6855
        expect(true, "a REPLACE 4 {1+}\r\nx (\\Seen) ~{3+}\r\na\0b\r\n",
                "stream a REPLACE 4 {1+}\r\nx (\\Seen) ~{3+} 3 NON_SYNCHRONIZING", "took a\0b", "end ''");
        expect(true, "a uid replace 4 x UTF8 (~{2+}\r\nab)\r\n",
                "stream a uid replace 4 x UTF8 (~{2+} 2 NON_SYNCHRONIZING", "took ab", "end ')'");
    }

    @Test
    void aUserWhoLeavesIsUnderTheSmallLimitsAgain() {                       // RFC 8437
        ImapFramer framer = authenticated();
        framer.feed(octets("a UNAUTHENTICATE\r\nb LOGIN {5000}\r\n"));
        assertThat(framer.next().map(ImapFramerTest::show)).contains("command a UNAUTHENTICATE");
        framer.unauthenticated();
        assertThat(framer.next().map(ImapFramerTest::show)).contains("too big b 5000");
    }

    @Test
    void appendBeforeLoginIsAnOrdinaryCommand() {
        expect(false, "a APPEND INBOX {3+}\r\nabc\r\n", "command a APPEND INBOX {3+}\r\nabc");
    }

    @Test
    void tooBigLiteralsCostOneCommand() {
        expect(false, "a LOGIN {5000}\r\nb NOOP\r\n", "too big a 5000", "command b NOOP");
        assertThat(play(new ImapFramer(), List.of("a LOGIN {5000+}\r\n" + "x".repeat(5000) + " {3+}\r\nabc\r\nb NOOP\r\n")))
                .containsExactly("too big a 5000", "command b NOOP");
        assertThat(play(new ImapFramer(), List.of("a LOGIN {5000+}\r\n" + "x".repeat(5000) + " {3}\r\nb NOOP\r\n")))
                .containsExactly("too big a 5000", "command b NOOP");
        assertThat(play(authenticated(), List.of("a SEARCH TEXT {1048577}\r\nb X {99999999999999999}\r\n")))
                .containsExactly("too big a 1048577", "too big b 99999999999999999");
        String half = "{600000+}\r\n" + "x".repeat(600_000);
        assertThat(play(authenticated(), List.of("a X " + half + " " + half + "\r\nb NOOP\r\n")))
                .containsExactly("too big a 600000", "command b NOOP");
    }

    @Test
    void tooLongLinesCostOneCommand() {
        String longLine = "a NOOP " + "x".repeat(8186) + "\r\n";
        assertThat(play(new ImapFramer(), List.of(longLine + "b NOOP\r\n"))).containsExactly("too long a", "command b NOOP");
        assertThat(play(new ImapFramer(), longLine.chars().mapToObj(c -> String.valueOf((char) c)).toList()))
                .containsExactly("too long a");
        assertThat(play(new ImapFramer(), List.of("a NOOP " + "x".repeat(8185) + "\r\n"))).hasSize(1)
                .first().asString().startsWith("command a NOOP");
        assertThat(play(new ImapFramer(), List.of("x".repeat(20_000), "y".repeat(20_000) + " {4+}\r\nb N\r\nc NOOP\r\n")))
                .as("a literal at the end of the line is skipped too")
                .containsExactly("too long *", "command c NOOP");
        assertThat(play(authenticated(), List.of("a NOOP " + "x".repeat(1_048_569) + "\r\n"))).hasSize(1)
                .first().asString().startsWith("command a NOOP");
        assertThat(play(authenticated(), List.of("a NOOP " + "x".repeat(1_048_570) + "\r\nb NOOP\r\n")))
                .containsExactly("too long a", "command b NOOP");
    }

    @Test
    void aRefusedMessageIsSkipped() {
        ImapFramer framer = authenticated();
        framer.feed(octets("a APPEND x {5+}\r\nhello\r\nb APPEND x {5}\r\n"));
        assertThat(framer.next()).get().isInstanceOf(FramerEvent.StreamedLiteral.class);
        assertThat(framer.next()).as("nothing until there is a decision").isEmpty();
        framer.refuseLiteral();
        assertThat(framer.next()).get().isInstanceOf(FramerEvent.StreamedLiteral.class);
        framer.refuseLiteral();
        framer.feed(octets("c NOOP\r\n"));
        assertThat(framer.next().map(ImapFramerTest::show)).contains("command c NOOP");
        assertThatThrownBy(framer::acceptLiteral).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAbandonedMessageIsSkipped() {
        ImapFramer framer = authenticated();
        framer.feed(octets("a APPEND x {5+}\r\nhello\r\nb NOOP\r\n"));
        framer.next();
        framer.acceptLiteral();
        assertThat(framer.take(2)).containsExactly('h', 'e');
        assertThat(framer.literalRemaining()).isEqualTo(3);
        framer.abandonLiteral();
        assertThat(framer.next().map(ImapFramerTest::show)).contains("command b NOOP");
    }

    @Test
    void aCommandIsAbandonedBetweenItsMessages() {
        for (String rest : List.of(" {4+}\r\nb X\r\r\n", "\r\n", " (x) {3+}\r\nabc {2+}\r\nde\r\n")) {
            for (int early = 0; early <= rest.length(); early++) {
                ImapFramer framer = authenticated();
                framer.feed(octets("a APPEND x {2+}\r\nhi" + rest.substring(0, early)));
                framer.next();
                framer.acceptLiteral();
                assertThat(framer.take(100)).hasSize(2);
                framer.abandonLiteral();
                framer.feed(octets(rest.substring(early) + "c NOOP\r\n"));
                assertThat(framer.next().map(ImapFramerTest::show)).as(rest + early).contains("command c NOOP");
                assertThat(framer.next()).isEmpty();
            }
        }
    }

    @Test
    void limitsHoldBetweenMessagesToo() {
        assertThat(play(authenticated(), List.of("a APPEND x {2+}\r\nhi (" + "x".repeat(1_100_000) + ") {3+}\r\nabc\r\nb NOOP\r\n")))
                .containsExactly("stream a APPEND x {2+} 2 NON_SYNCHRONIZING", "took hi", "too long a", "command b NOOP");
        assertThat(play(authenticated(), List.of("a APPEND x CATENATE (TEXT {2+}\r\nhi URL {9999999}\r\nb NOOP\r\n")))
                .containsExactly("stream a APPEND x CATENATE (TEXT {2+} 2 NON_SYNCHRONIZING", "took hi", "too big a 9999999",
                        "command b NOOP");
    }

    @Property(tries = 300)
    void garbageNeverBreaksIt(@ForAll byte[] garbage, @ForAll boolean loggedIn) {
        ImapFramer framer = loggedIn ? authenticated() : new ImapFramer();
        String text = new String(garbage, StandardCharsets.ISO_8859_1);
        List<String> seen = play(framer, List.of(text, "\r\n\r\n"));
        assertThat(seen).isNotEmpty();
    }
}
