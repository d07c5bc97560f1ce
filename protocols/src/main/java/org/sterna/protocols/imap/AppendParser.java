package org.sterna.protocols.imap;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads APPEND (RFC 9051 section 6.3.12) and REPLACE (RFC 8508), whose messages pass by outside of the command: each
 * {@link FramerEvent.StreamedLiteral} and the {@link FramerEvent.StreamedLiteralEnd} bring a piece of the command, which
 * becomes {@link AppendPart}s. Covers MULTIAPPEND (RFC 3502), CATENATE (RFC 4469), literal8 (RFC 3516) and UTF8 (RFC 6855).
 *
 * <pre>
 * begin -> next ... -> end           for each command one parser
 * </pre>
 */
public final class AppendParser {
    /** What a piece of the command brought. */
    public sealed interface Step {
    }

    /** @param parts in order; the last is {@link AppendPart.Octets}, or {@link AppendPart.End} at the end of the command */
    public record Parts(List<AppendPart> parts) implements Step {
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /** The command is wrong: answer so, and store none of its messages (RFC 3502 section 6.3.11). */
    public record Wrong(StatusResponse response) implements Step {
    }

    private enum Place {
        /** A message is complete, or none has begun. */
        BETWEEN,
        /** Behind the octets of a message that is one literal. */
        BEHIND_LITERAL,
        /** Behind the octets of {@code UTF8 (~{n}}. */
        IN_UTF8,
        /** Behind a part of CATENATE. */
        IN_CATENATE,
        /** Behind the octets of UTF8 in CATENATE. */
        IN_CATENATE_UTF8
    }

    private final Enabled enabled;
    private ImapCursor in;
    private Place place = Place.BETWEEN;
    private boolean one;

    /** @param enabled of the session */
    public AppendParser(Enabled enabled) {
        this.enabled = enabled;
        this.in = new ImapCursor(new byte[0], enabled);
    }

    /** For a command without streamed literals: its messages consist of what URLs name. */
    AppendParser(ImapCursor in) {
        this.enabled = in.enabled();
        this.in = in;
    }

    /**
     * Reads the first piece.
     *
     * @return an {@link ImapCommand.Append} or {@link ImapCommand.Replace} whose parts end in {@link AppendPart.Octets}; or a
     *     {@link ParsedCommand.BadCommand}
     */
    public ParsedCommand begin(CommandText start) {
        in = new ImapCursor(start.octets(), enabled);
        String tag = "*";
        try {
            tag = in.tag();
            in.space();
            String name = in.keyword();
            boolean uid = name.equals("UID");
            in.space();
            if (uid) {
                name = in.keyword();
                in.space();
            }
            if (!name.equals("REPLACE") && (uid || !name.equals("APPEND"))) {
                throw SyntaxException.bad("A literal was not expected here");
            }
            return new ParsedCommand.Command(tag, command(name, uid ? Numbering.UID : Numbering.SEQUENCE));
        } catch (SyntaxException e) {
            return new ParsedCommand.BadCommand(tag, e.response());
        }
    }

    /** Reads a piece between two streamed literals. */
    public Step next(CommandText piece) {
        Step step = end(piece);
        if (step instanceof Parts parts && !(last(parts.parts()) instanceof AppendPart.Octets)) {
            return new Wrong(StatusResponse.bad("A literal was not expected here"));
        }
        return step;
    }

    /** Reads the piece behind the last streamed literal. */
    public Step end(CommandText rest) {
        in = new ImapCursor(rest.octets(), enabled);
        try {
            return new Parts(parts());
        } catch (SyntaxException e) {
            return new Wrong(e.response());
        }
    }

    /** A command that came as a whole; the cursor stands behind its name. */
    ImapCommand complete(String name, Numbering numbering) throws SyntaxException {
        ImapCommand command = command(name, numbering);
        List<AppendPart> parts = command instanceof ImapCommand.Append append ? append.parts()
                : ((ImapCommand.Replace) command).parts();
        if (!(last(parts) instanceof AppendPart.End)) {
            throw SyntaxException.bad("The message is missing");
        }
        return command;
    }

    private static AppendPart last(List<AppendPart> parts) {
        return parts.get(parts.size() - 1);
    }

    private ImapCommand command(String name, Numbering numbering) throws SyntaxException {
        if (name.equals("APPEND")) {
            MailboxName mailbox = in.mailbox();
            return new ImapCommand.Append(mailbox, parts());
        }
        one = true;
        SequenceSet message = in.sequenceSet();
        if (!message.isSingle()) {
            throw SyntaxException.bad("REPLACE takes one message");
        }
        in.space();
        MailboxName mailbox = in.mailbox();
        return new ImapCommand.Replace(numbering, message, mailbox, parts());
    }

    /** From the present place to the next streamed literal or the end. */
    private List<AppendPart> parts() throws SyntaxException {
        List<AppendPart> parts = new ArrayList<>();
        boolean inCatenate = place == Place.IN_CATENATE || place == Place.IN_CATENATE_UTF8;
        if (place == Place.IN_UTF8 || place == Place.IN_CATENATE_UTF8) {
            in.expect(')');
        }
        boolean first = place == Place.BETWEEN;
        if (inCatenate && catenate(parts)) {
            return parts;
        }
        if (!first) {
            parts.add(new AppendPart.End());
        }
        place = Place.BETWEEN;
        while (first || !in.atEnd()) {
            if (one && !first) {
                throw SyntaxException.bad("REPLACE takes one message and nothing behind it");
            }
            first = false;
            in.space();
            if (message(parts)) {
                return parts;
            }
            parts.add(new AppendPart.End());
        }
        return parts;
    }

    /** Reads a message up to its octets (true), or to its end. */
    private boolean message(List<AppendPart> parts) throws SyntaxException {
        Set<Flag> flags = Set.of();
        if (in.peek() == '(') {
            flags = in.flagList();
            in.space();
        }
        Optional<OffsetDateTime> date = Optional.empty();
        if (in.peek() == '"') {
            date = ImapDates.dateTime(in.string());
            if (date.isEmpty()) {
                throw SyntaxException.bad("Wrong date");
            }
            in.space();
        }
        if (in.skipWord("CATENATE (")) {
            parts.add(new AppendPart.Message(flags, date, AppendPart.Form.CATENATE));
            return part(parts) || catenate(parts);
        }
        AppendPart.Form form = AppendPart.Form.LITERAL;
        place = Place.BEHIND_LITERAL;
        if (in.skipWord("UTF8 (")) {
            form = utf8Form();
            place = Place.IN_UTF8;
        } else if (in.skip('~')) {
            form = AppendPart.Form.LITERAL8;
        }
        parts.add(new AppendPart.Message(flags, date, form));
        parts.add(in.streamed());
        return true;
    }

    private AppendPart.Form utf8Form() throws SyntaxException {
        if (!enabled.utf8()) {                             // RFC 6855 section 4
            throw SyntaxException.bad("UTF8 needs ENABLE UTF8=ACCEPT");
        }
        in.expect('~');
        return AppendPart.Form.UTF8;
    }

    /** Behind a part of CATENATE: the further ones, up to the octets of one (true) or the end of the list. */
    private boolean catenate(List<AppendPart> parts) throws SyntaxException {
        while (in.skip(' ')) {
            if (part(parts)) {
                return true;
            }
        }
        in.expect(')');
        return false;
    }

    private boolean part(List<AppendPart> parts) throws SyntaxException {
        if (in.skipWord("URL ")) {
            parts.add(new AppendPart.Url(in.astring()));
            return false;
        }
        if (in.skipWord("UTF8 (")) {
            utf8Form();
            place = Place.IN_CATENATE_UTF8;
        } else if (in.skipWord("TEXT ")) {
            in.skip('~');
            place = Place.IN_CATENATE;
        } else {
            throw SyntaxException.bad("Expected TEXT or URL");
        }
        parts.add(in.streamed());
        return true;
    }
}
