package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Framer, parser and admission under damaged input, cut anywhere: the same answers, no exceptions, bounded memory. */
class ImapFuzzTest {
    private static final List<String> COMMANDS = List.of("a NOOP\r\n", "a LOGIN u {3+}\r\nabc\r\n", "a LOGIN {1}\r\nu {1}\r\np\r\n",
            "a SELECT \"x y\" (QRESYNC (1 2 3:4 (1,2 3,4)))\r\n", "a LIST (SUBSCRIBED) \"\" (% *) RETURN (STATUS (MESSAGES))\r\n",
            "a FETCH $ FULL\r\n", "a UID FETCH 1:*,7 (FLAGS BODY.PEEK[1.HEADER.FIELDS (A {1+}\r\nb)]<0.9>) (CHANGEDSINCE 5 VANISHED)\r\n",
            "a STORE 1:3 (UNCHANGEDSINCE 7) +FLAGS.SILENT (\\Seen $x)\r\n", "a SEARCH RETURN (MIN SAVE) OR (1:3 NOT TEXT {2+}\r\nab) UID 4\r\n",
            "a APPEND x (\\Seen) \" 7-Feb-1994 21:52:25 -0800\" {5+}\r\nhello (\\Draft) ~{3+}\r\n\0bc\r\n",
            "a APPEND x CATENATE (URL /y TEXT {2+}\r\nab URL {2+}\r\n/z)\r\n", "a UID REPLACE 7 {1+}\r\nx UTF8 (~{2+}\r\nab)\r\n",
            "a NOTIFY SET STATUS (selected MessageNew (UID) MessageExpunge) (subtree x NONE)\r\n",
            "a SETMETADATA x (/private/comment ~{3+}\r\n\0bc /shared/x NIL)\r\n", "a SORT (REVERSE DATE) UTF-8 ALL\r\n",
            "a THREAD REFERENCES UTF-8 ALL\r\n", "a ESEARCH IN (subtree x) ALL\r\n", "a UNAUTHENTICATE\r\n", "a LOGIN {9999+}\r\nx\r\n");

    /** Everything a connection would do with the input, as text; at the end nothing may be left behind. */
    private static List<String> play(byte[] input, Random cuts, boolean loggedIn, Enabled enabled) {
        ImapFramer framer = new ImapFramer(2000, 2000);
        if (loggedIn) {
            framer.authenticated();
        }
        List<String> log = new ArrayList<>();
        Optional<AppendParser> appending = Optional.empty();
        int at = 0;
        while (at < input.length) {
            int end = Math.min(input.length, at + 1 + cuts.nextInt(9));
            framer.feed(Arrays.copyOfRange(input, at, end));
            at = end;
            boolean moved = true;
            while (moved) {
                moved = false;
                while (framer.literalRemaining() > 0 && framer.take(5).length > 0) {
                    moved = true;
                }
                Optional<FramerEvent> event = framer.next();
                if (event.isPresent()) {
                    moved = true;
                    appending = step(framer, event.get(), appending, enabled, log);
                }
            }
        }
        return log;
    }

    private static Optional<AppendParser> step(ImapFramer framer, FramerEvent event, Optional<AppendParser> appending, Enabled enabled,
            List<String> log) {
        if (event instanceof FramerEvent.Complete complete) {
            ParsedCommand parsed = ImapParser.parse(complete.text(), enabled);
            log.add(parsed.toString());
            if (parsed instanceof ParsedCommand.Command command) {
                for (ImapSession session : sessions(enabled)) {
                    log.add(session.admit(command.command()).toString());
                    session.following(command.command());
                }
            }
            return Optional.empty();
        }
        if (event instanceof FramerEvent.StreamedLiteral literal) {
            AppendParser parser = appending.orElseGet(() -> new AppendParser(enabled));
            Object read = appending.isPresent() ? parser.next(literal.start()) : parser.begin(literal.start());
            log.add(read.toString());
            if (read instanceof ParsedCommand.Command || read instanceof AppendParser.Parts) {
                framer.acceptLiteral();
                return Optional.of(parser);
            }
            framer.refuseLiteral();
            return Optional.empty();
        }
        if (event instanceof FramerEvent.StreamedLiteralEnd end) {
            log.add(appending.orElseThrow().end(end.rest()).toString());
            return Optional.empty();
        }
        log.add(event.toString());
        return event instanceof FramerEvent.NeedContinuation ? appending : Optional.empty();
    }

    private static List<ImapSession> sessions(Enabled enabled) {
        ImapSession.NotAuthenticated start = new ImapSession.NotAuthenticated(ImapSession.Security.TLS,
                ImapOffer.of(List.of("PLAIN"), OptionalLong.empty()));
        ImapSession.Authenticated known = start.authenticated().with(enabled);
        return List.of(start, known, known.selected(ImapSession.Access.READ_ONLY), known.selected(ImapSession.Access.READ_WRITE),
                known.loggedOut());
    }

    @Provide
    Arbitrary<byte[]> conversations() {
        Arbitrary<String> command = Arbitraries.of(COMMANDS);
        Arbitrary<String> damage = Arbitraries.of("", "", "", "(", ")", "\"", "{", "{5}", "{3+}\r\n", "~", "\0", "\u00ff", " ", "\r\n", "\n",
                "$", "*", ":", "99999999999", "\\", "[", "<0.1>", "UID ", "CATENATE (", "URL ", "x".repeat(3000));
        Arbitrary<String> piece = command.flatMap(text -> damage.flatMap(wrong -> Arbitraries.integers().between(0, text.length())
                .map(place -> text.substring(0, place) + wrong + text.substring(place))));
        return piece.list().ofMinSize(1).ofMaxSize(6).map(pieces ->
                (String.join("", pieces) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 500)
    void cuttingChangesNothing(@ForAll("conversations") byte[] input, @ForAll long seed, @ForAll boolean loggedIn, @ForAll boolean utf8) {
        Enabled enabled = utf8 ? Enabled.NOTHING.with("UTF8=ACCEPT").with("QRESYNC") : Enabled.NOTHING;
        List<String> once = play(input, new Random(seed), loggedIn, enabled);
        List<String> again = play(input, new Random(~seed), loggedIn, enabled);
        assertThat(again).isEqualTo(once);
    }

    @Test
    void everySampleIsGoodWhenItIsWhole() {
        Enabled enabled = Enabled.NOTHING.with("UTF8=ACCEPT").with("QRESYNC");
        for (String command : COMMANDS.subList(0, COMMANDS.size() - 1)) {
            assertThat(play(command.getBytes(StandardCharsets.ISO_8859_1), new Random(1), true, enabled)).as(command).isNotEmpty()
                    .noneMatch(line -> line.startsWith("Bad") || line.startsWith("Wrong"));
        }
    }

    @Test
    void anEndlessCommandCostsNoMemory() {
        ImapFramer framer = new ImapFramer(2000, 2000);
        framer.authenticated();
        byte[] rubbish = new byte[1 << 16];
        Arrays.fill(rubbish, (byte) 'x');
        int events = 0;
        for (int i = 0; i < 2000; i++) {
            framer.feed(rubbish.clone());
            while (framer.next().isPresent()) {
                events++;
            }
            assertThat(framer.bufferedOctets()).isZero();
        }
        assertThat(events).as("one refusal for 128 MiB").isEqualTo(1);
        framer.feed("\r\nb NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(framer.next()).get().isInstanceOf(FramerEvent.Complete.class);
    }
}
