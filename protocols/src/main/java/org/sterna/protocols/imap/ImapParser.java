package org.sterna.protocols.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Second stage of reading (of two): the octets of one command become an {@link ImapCommand} (RFC 3501 section 9). */
public final class ImapParser {
    /** RFC 2971 section 3.3. */
    private static final int MAX_ID_PAIRS = 30;
    private static final int MAX_ID_OCTETS = 1024;

    private final ImapCursor in;

    private ImapParser(CommandText text) {
        this.in = new ImapCursor(text.octets());
    }

    /** Reads a complete command. Never throws: what cannot be read is a {@link ParsedCommand.BadCommand}. */
    public static ParsedCommand parse(CommandText text) {
        return new ImapParser(text).tagged();
    }

    /**
     * Reads what stands before the message of an APPEND.
     *
     * @param start as {@link FramerEvent.StreamedLiteral} has it
     */
    public static ParsedCommand parseAppend(CommandText start) {
        return new ImapParser(start).tagged();
    }

    private ParsedCommand tagged() {
        String tag = "*";
        try {
            tag = in.tag();
            in.space();
            ImapCommand command = command(in.keyword(), Numbering.SEQUENCE);
            in.end();
            return new ParsedCommand.Command(tag, command);
        } catch (SyntaxException e) {
            return new ParsedCommand.BadCommand(tag, e.response());
        }
    }

    private ImapCommand command(String name, Numbering numbering) throws SyntaxException {
        switch (name) {
            case "CAPABILITY":
                return new ImapCommand.Capability();
            case "NOOP":
                return new ImapCommand.Noop();
            case "LOGOUT":
                return new ImapCommand.Logout();
            case "STARTTLS":
                return new ImapCommand.StartTls();
            case "NAMESPACE":
                return new ImapCommand.Namespace();
            case "IDLE":
                return new ImapCommand.Idle();
            case "CHECK":
                return new ImapCommand.Check();
            case "CLOSE":
                return new ImapCommand.Close();
            case "UNSELECT":
                return new ImapCommand.Unselect();
            case "EXPUNGE":
                return new ImapCommand.Expunge(Optional.empty());
            case "UID":
                in.space();
                return uid(in.keyword());
            default:
                in.space();
                return withArguments(name, numbering);
        }
    }

    private ImapCommand uid(String name) throws SyntaxException {
        in.space();
        return switch (name) {
            case "FETCH", "STORE", "SEARCH", "COPY", "MOVE" -> withArguments(name, Numbering.UID);
            case "EXPUNGE" -> new ImapCommand.Expunge(Optional.of(in.sequenceSet()));     // RFC 4315 section 2.1
            default -> throw SyntaxException.bad("Unknown command UID " + name);
        };
    }

    private ImapCommand withArguments(String name, Numbering numbering) throws SyntaxException {
        return switch (name) {
            case "LOGIN" -> login();
            case "AUTHENTICATE" -> authenticate();
            case "SELECT" -> new ImapCommand.Select(in.mailbox());
            case "EXAMINE" -> new ImapCommand.Examine(in.mailbox());
            case "CREATE" -> create();
            case "DELETE" -> new ImapCommand.Delete(in.mailbox());
            case "RENAME" -> rename();
            case "SUBSCRIBE" -> new ImapCommand.Subscribe(in.mailbox());
            case "UNSUBSCRIBE" -> new ImapCommand.Unsubscribe(in.mailbox());
            case "LIST" -> list();
            case "LSUB" -> lsub();
            case "STATUS" -> status();
            case "APPEND" -> append();
            case "SEARCH" -> new ImapCommand.Search(numbering, new SearchParser(in).program());
            case "FETCH" -> fetch(numbering);
            case "STORE" -> store(numbering);
            case "COPY", "MOVE" -> copy(name, numbering);
            case "ID" -> id();
            case "ENABLE" -> enable();
            default -> throw SyntaxException.bad("Unknown command " + name);
        };
    }

    private ImapCommand login() throws SyntaxException {
        String user = utf8(in.astring());
        in.space();
        return new ImapCommand.Login(user, utf8(in.astring()));
    }

    private static String utf8(String octets) throws SyntaxException {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1))).toString();
        } catch (CharacterCodingException e) {
            throw SyntaxException.bad("User name and password are to be in UTF-8");
        }
    }

    private ImapCommand authenticate() throws SyntaxException {
        String mechanism = in.atom().toUpperCase(Locale.ROOT);
        return new ImapCommand.Authenticate(mechanism, in.skip(' ') ? Optional.of(in.astring()) : Optional.empty());
    }

    private ImapCommand create() throws SyntaxException {
        String name = in.astring();
        // A separator at the end only announces that there will be names below (RFC 3501 section 6.3.3).
        boolean announces = name.length() > 1 && name.endsWith("/");
        return new ImapCommand.Create(ImapCursor.mailboxNamed(announces ? name.substring(0, name.length() - 1) : name));
    }

    private ImapCommand rename() throws SyntaxException {
        MailboxName from = in.mailbox();
        in.space();
        return new ImapCommand.Rename(from, in.mailbox());
    }

    private ImapCommand list() throws SyntaxException {
        String reference = in.astring();
        in.space();
        String pattern = in.listMailbox();
        return pattern.isEmpty()
                ? new ImapCommand.ListDelimiter() : new ImapCommand.ListMailboxes(ListPattern.of(reference, pattern));
    }

    private ImapCommand lsub() throws SyntaxException {
        String reference = in.astring();
        in.space();
        return new ImapCommand.Lsub(ListPattern.of(reference, in.listMailbox()));
    }

    private ImapCommand status() throws SyntaxException {
        MailboxName mailbox = in.mailbox();
        in.space();
        in.expect('(');
        Set<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        do {
            String item = in.keyword();
            try {
                items.add(StatusItem.valueOf(item));
            } catch (IllegalArgumentException e) {
                throw SyntaxException.bad("Unknown status item " + item);
            }
        } while (in.skip(' '));
        in.expect(')');
        return new ImapCommand.Status(mailbox, items);
    }

    private ImapCommand append() throws SyntaxException {
        MailboxName mailbox = in.mailbox();
        in.space();
        Set<Flag> flags = Set.of();
        if (in.peek() == '(') {
            flags = flagList();
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
        return new ImapCommand.Append(mailbox, flags, date, in.literalSize());
    }

    private Set<Flag> flagList() throws SyntaxException {
        Set<Flag> flags = new LinkedHashSet<>();
        in.expect('(');
        if (!in.skip(')')) {
            do {
                flags.add(in.flag());
            } while (in.skip(' '));
            in.expect(')');
        }
        return flags;
    }

    private ImapCommand fetch(Numbering numbering) throws SyntaxException {
        SequenceSet messages = in.sequenceSet();
        in.space();
        Set<FetchItem> items = new LinkedHashSet<>(new FetchItemParser(in).items());
        if (numbering == Numbering.UID) {
            items.add(FetchItem.Attribute.UID);            // RFC 3501 section 6.4.8
        }
        return new ImapCommand.Fetch(numbering, messages, List.copyOf(items));
    }

    private ImapCommand store(Numbering numbering) throws SyntaxException {
        SequenceSet messages = in.sequenceSet();
        in.space();
        ImapCommand.Change change = in.skip('+') ? ImapCommand.Change.ADD
                : in.skip('-') ? ImapCommand.Change.REMOVE : ImapCommand.Change.REPLACE;
        String item = in.keyword();
        if (!item.equals("FLAGS") && !item.equals("FLAGS.SILENT")) {
            throw SyntaxException.bad("Unknown store item " + item);
        }
        in.space();
        Set<Flag> flags;
        if (in.peek() == '(') {
            flags = flagList();
        } else {
            flags = new LinkedHashSet<>();
            do {
                flags.add(in.flag());
            } while (in.skip(' '));
        }
        ImapCommand.Answer answer = item.equals("FLAGS") ? ImapCommand.Answer.FLAGS : ImapCommand.Answer.SILENT;
        return new ImapCommand.Store(numbering, messages, change, answer, flags);
    }

    private ImapCommand copy(String name, Numbering numbering) throws SyntaxException {
        SequenceSet messages = in.sequenceSet();
        in.space();
        MailboxName target = in.mailbox();
        return name.equals("COPY") ? new ImapCommand.Copy(numbering, messages, target)
                : new ImapCommand.Move(numbering, messages, target);
    }

    private ImapCommand id() throws SyntaxException {
        if (!in.skip('(')) {
            in.nstring();
            return new ImapCommand.Id(Map.of());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        while (!in.skip(')')) {
            if (!parameters.isEmpty()) {
                in.space();
            }
            String name = in.string();
            in.space();
            String value = in.nstring().orElse("");
            if (parameters.size() == MAX_ID_PAIRS || name.length() + value.length() > MAX_ID_OCTETS) {
                throw SyntaxException.bad("Too many or too long ID parameters");
            }
            parameters.put(name, value);
        }
        return new ImapCommand.Id(parameters);
    }

    private ImapCommand enable() throws SyntaxException {
        List<String> capabilities = new ArrayList<>();
        do {
            capabilities.add(in.atom().toUpperCase(Locale.ROOT));
        } while (in.skip(' '));
        return new ImapCommand.Enable(capabilities);
    }
}
