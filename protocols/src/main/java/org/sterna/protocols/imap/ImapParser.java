package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Second stage of reading (of two): the octets of one command become an {@link ImapCommand} (RFC 9051 section 9). */
public final class ImapParser {
    /** RFC 2971 section 3.3. */
    private static final int MAX_ID_PAIRS = 30;
    private static final int MAX_ID_OCTETS = 1024;

    private final ImapCursor in;

    private ImapParser(ImapCursor in) {
        this.in = in;
    }

    /** Reads a complete command of a session that has switched on nothing. */
    public static ParsedCommand parse(CommandText text) {
        return parse(text, Enabled.NOTHING);
    }

    /** Reads a complete command. Never throws: what cannot be read is a {@link ParsedCommand.BadCommand}. */
    public static ParsedCommand parse(CommandText text, Enabled enabled) {
        ImapCursor in = new ImapCursor(text.octets(), enabled);
        return new ImapParser(in).tagged();
    }

    private ParsedCommand tagged() {
        String tag = "*";
        try {
            tag = in.tag();
            in.space();
            ImapCommand command = command(in.keyword());
            in.end();
            return new ParsedCommand.Command(tag, command);
        } catch (SyntaxException e) {
            return new ParsedCommand.BadCommand(tag, e.response());
        }
    }

    private ImapCommand command(String name) throws SyntaxException {
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
            case "UNAUTHENTICATE":
                return new ImapCommand.Unauthenticate();
            case "EXPUNGE":
                return new ImapCommand.Expunge(Optional.empty());
            case "LANGUAGE":
                return new ImapCommand.Language(astrings());
            case "COMPARATOR":
                return new ImapCommand.Comparator(astrings());
            case "UID":
                in.space();
                return uid(in.keyword());
            default:
                in.space();
                return withArguments(name, Numbering.SEQUENCE);
        }
    }

    /** Any number of strings, each with a space before it. */
    private List<String> astrings() throws SyntaxException {
        List<String> strings = new ArrayList<>();
        while (in.skip(' ')) {
            strings.add(in.astring());
        }
        return strings;
    }

    private ImapCommand uid(String name) throws SyntaxException {
        in.space();
        return switch (name) {
            case "FETCH", "STORE", "SEARCH", "SORT", "THREAD", "COPY", "MOVE", "REPLACE" -> withArguments(name, Numbering.UID);
            case "EXPUNGE" -> new ImapCommand.Expunge(Optional.of(in.sequenceSet()));     // RFC 4315 section 2.1
            case "ESEARCH" -> withArguments(name, Numbering.UID);                         // an example in RFC 7377 section 2
            default -> throw SyntaxException.bad("Unknown command UID " + name);
        };
    }

    private ImapCommand withArguments(String name, Numbering numbering) throws SyntaxException {
        return switch (name) {
            case "LOGIN" -> login();
            case "AUTHENTICATE" -> authenticate();
            case "ID" -> id();
            case "ENABLE" -> enable();
            case "COMPRESS" -> compress();
            case "SELECT" -> new ImapCommand.Select(in.mailbox(), new SelectParser(in).parameters());
            case "EXAMINE" -> new ImapCommand.Examine(in.mailbox(), new SelectParser(in).parameters());
            case "CREATE" -> new MailboxParser(in).create();
            case "DELETE" -> new ImapCommand.Delete(in.mailbox());
            case "RENAME" -> new MailboxParser(in).rename();
            case "SUBSCRIBE" -> new ImapCommand.Subscribe(in.mailbox());
            case "UNSUBSCRIBE" -> new ImapCommand.Unsubscribe(in.mailbox());
            case "LIST" -> new ListParser(in).list();
            case "LSUB" -> new ListParser(in).lsub();
            case "STATUS" -> new MailboxParser(in).status();
            case "GETQUOTA" -> new ImapCommand.GetQuota(in.astring());
            case "GETQUOTAROOT" -> new ImapCommand.GetQuotaRoot(in.mailbox());
            case "SETQUOTA" -> new MailboxParser(in).setQuota();
            case "GETMETADATA" -> new MetadataParser(in).get();
            case "SETMETADATA" -> new MetadataParser(in).set();
            case "NOTIFY" -> new NotifyParser(in).command();
            case "APPEND", "REPLACE" -> new AppendParser(in).complete(name, numbering);
            case "SEARCH" -> new ImapCommand.Search(new SearchParser(in, in.enabled()).search(numbering));
            case "ESEARCH" -> new ImapCommand.Search(new SearchParser(in, in.enabled()).multi());
            case "SORT" -> new ImapCommand.Sort(new SearchParser(in, in.enabled()).sort(numbering));
            case "THREAD" -> new ImapCommand.Thread(new SearchParser(in, in.enabled()).thread(numbering));
            case "CANCELUPDATE" -> cancelUpdate();
            case "FETCH" -> fetch(numbering);
            case "STORE" -> store(numbering);
            case "COPY", "MOVE" -> copy(name, numbering);
            default -> throw SyntaxException.bad("Unknown command " + name);
        };
    }

    private ImapCommand login() throws SyntaxException {
        String user = utf8(in.astring());
        in.space();
        return new ImapCommand.Login(user, utf8(in.astring()));
    }

    private static String utf8(String octets) throws SyntaxException {
        return Utf8Text.decode(octets).orElseThrow(() -> SyntaxException.bad("User name and password are to be in UTF-8"));
    }

    private ImapCommand authenticate() throws SyntaxException {
        String mechanism = in.atom().toUpperCase(Locale.ROOT);
        return new ImapCommand.Authenticate(mechanism, in.skip(' ') ? Optional.of(in.astring()) : Optional.empty());
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

    private ImapCommand compress() throws SyntaxException {
        if (!in.atom().equalsIgnoreCase("DEFLATE")) {
            throw SyntaxException.bad("The only compression is DEFLATE");
        }
        return new ImapCommand.Compress();
    }

    private ImapCommand cancelUpdate() throws SyntaxException {
        List<String> tags = new ArrayList<>();
        do {
            tags.add(in.astring());
        } while (in.skip(' '));
        return new ImapCommand.CancelUpdate(tags);
    }

    private ImapCommand fetch(Numbering numbering) throws SyntaxException {
        SequenceSet messages = in.sequenceSet();
        in.space();
        Set<FetchItem> items = new LinkedHashSet<>(new FetchItemParser(in).items());
        FetchModifiers modifiers = new FetchModifierParser(in).modifiers(numbering);
        if (numbering == Numbering.UID) {
            items.add(FetchItem.Attribute.UID);            // RFC 3501 section 6.4.8
        }
        if (modifiers.changedSince().isPresent()) {
            items.add(FetchItem.Attribute.MODSEQ);         // RFC 7162 section 3.1.4.1
        }
        return new ImapCommand.Fetch(numbering, messages, List.copyOf(items), modifiers);
    }

    private ImapCommand store(Numbering numbering) throws SyntaxException {
        SequenceSet messages = in.sequenceSet();
        in.space();
        OptionalLong unchangedSince = OptionalLong.empty();
        if (in.skip('(')) {
            if (!in.skipWord("UNCHANGEDSINCE ")) {
                throw SyntaxException.bad("The only modifier of STORE is UNCHANGEDSINCE");
            }
            unchangedSince = OptionalLong.of(in.number());
            in.expect(')');
            in.space();
        }
        ImapCommand.Change change = in.skip('+') ? ImapCommand.Change.ADD
                : in.skip('-') ? ImapCommand.Change.REMOVE : ImapCommand.Change.REPLACE;
        String item = in.keyword();
        if (!item.equals("FLAGS") && !item.equals("FLAGS.SILENT")) {
            throw SyntaxException.bad("Unknown store item " + item);
        }
        in.space();
        Set<Flag> flags = in.peek() == '(' ? in.flagList() : in.flags();
        ImapCommand.Answer answer = item.equals("FLAGS") ? ImapCommand.Answer.FLAGS : ImapCommand.Answer.SILENT;
        return new ImapCommand.Store(numbering, messages, unchangedSince, change, answer, flags);
    }

    private ImapCommand copy(String name, Numbering numbering) throws SyntaxException {
        SequenceSet messages = in.sequenceSet();
        in.space();
        MailboxName target = in.mailbox();
        return name.equals("COPY") ? new ImapCommand.Copy(numbering, messages, target)
                : new ImapCommand.Move(numbering, messages, target);
    }
}
