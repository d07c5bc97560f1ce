package org.sterna.protocols.imap.search;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.imap.CommandText;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapParser;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.ParsedCommand;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MimeScanner;
import org.sterna.protocols.message.SelectedFields;

/**
 * A message to search for, with its content, and the searches of a mailbox in which it may be.
 *
 * @param isRead     whether its summary is at hand
 * @param remembered whether its header section is
 */
record Letter(long uid, long sequence, long flags, long internalDate, long saveDate, long modSeq, byte[] content,
        MessageSummary summary, boolean isRead, boolean remembered) implements MessageFacts {
    static final Instant NOW = Instant.parse("2024-02-06T10:00:00Z");

    static Letter of(long number, String content) {
        return of(number, content.getBytes(StandardCharsets.UTF_8));
    }

    static Letter of(long number, byte[] content) {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(content);
        return new Letter(number, number, 0, NOW.toEpochMilli(), NOW.toEpochMilli(), number, content, scanner.finish(), true, false);
    }

    Letter with(long otherUid, long otherSequence, long otherFlags, Instant received, Instant saved, long otherModSeq) {
        return new Letter(otherUid, otherSequence, otherFlags, received.toEpochMilli(), saved.toEpochMilli(), otherModSeq, content, summary,
                isRead, remembered);
    }

    Letter unread() {
        return new Letter(uid, sequence, flags, internalDate, saveDate, modSeq, content, summary, false, remembered);
    }

    Letter withHeader() {
        return new Letter(uid, sequence, flags, internalDate, saveDate, modSeq, content, summary, isRead, true);
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public Optional<SelectedFields> selected() {
        return isRead ? Optional.of(summary.selected()) : Optional.empty();
    }

    @Override
    public Optional<ObjectNames> names() {
        return isRead ? Optional.of(new ObjectNames("e" + uid, "t1")) : Optional.empty();
    }

    @Override
    public Optional<HeaderFields> header() {
        return remembered ? Optional.of(HeaderFields.parse(content)) : Optional.empty();
    }

    static SearchRequest request(String command) {
        return ((ImapCommand.Search) command(command)).request();
    }

    static ImapCommand command(String command) {
        ParsedCommand parsed = ImapParser.parse(new CommandText(("a " + command).getBytes(StandardCharsets.UTF_8)));
        return ((ParsedCommand.Command) parsed).command();
    }

    /** In a mailbox whose last message has UID 90 and is the ninth, and whose saved result is 40 to 50. */
    static SearchProgram program(String keys) {
        return new SearchProgram(request("SEARCH " + keys).key(), new SearchProgram.Scope(90, 9, List.of(new NumberRange(40, 50)), NOW,
                ZoneOffset.UTC, Letter::bit));
    }

    static long bit(Flag flag) {
        List<Flag> known = List.of(Flag.SEEN, new Flag("$Work"), Flag.RECENT, Flag.DELETED, Flag.ANSWERED);
        return known.contains(flag) ? 1L << known.indexOf(flag) : 0;
    }

    /** Whether this message matches, its content read in portions. */
    boolean matches(SearchProgram program, int portion) {
        SearchProgram.Answer answer = program.answer(this);
        if (answer != SearchProgram.Answer.NEEDS_CONTENT) {
            return answer == SearchProgram.Answer.YES;
        }
        ContentSearch search = program.content(this, summary.structure());
        while (!search.isDone()) {
            int length = (int) Math.min(portion, search.wanted());
            search.feed(content, (int) search.position(), length);
        }
        return search.matches();
    }
}
