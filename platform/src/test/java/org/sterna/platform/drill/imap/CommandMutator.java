package org.sterna.platform.drill.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Random;

/** Makes commands that are nearly right, and some that are nothing at all. */
public final class CommandMutator {
    private static final List<String> COMMANDS = List.of("NOOP", "CAPABILITY", "LOGIN jones secret", "AUTHENTICATE PLAIN", "AUTHENTICATE PLAIN AGpvbmVzAHNlY3JldA==",
            "ENABLE IMAP4rev2 QRESYNC", "SELECT INBOX", "SELECT INBOX (QRESYNC (1 1 1:5 (1:2 1:2)))", "EXAMINE fuzz (CONDSTORE)", "CREATE fuzz/a/b (USE (\\Sent))",
            "DELETE fuzz/a", "RENAME fuzz fuzzed", "SUBSCRIBE fuzz", "UNSUBSCRIBE fuzz", "LIST \"\" *", "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (\"INBOX\" %) RETURN"
            + " (CHILDREN STATUS (MESSAGES UNSEEN))", "LSUB \"\" %", "NAMESPACE", "STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY UNSEEN SIZE DELETED HIGHESTMODSEQ)",
            "APPEND fuzz (\\Seen $x) \" 1-Mar-2026 12:00:00 +0000\" {6+}\r\nA: b\r\n", "APPEND INBOX {5}", "APPEND INBOX (\\Seen) ~{6+}\r\nA: b\r\n {6+}\r\nA: c\r\n",
            "APPEND INBOX CATENATE (URL \"/INBOX/;UID=1\" TEXT {3+}\r\nabc)", "IDLE", "CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "UID EXPUNGE 1:*",
            "SEARCH RETURN (MIN MAX COUNT ALL SAVE) CHARSET UTF-8 OR (NOT DELETED) TEXT \"x\" UID 1:*,$ SINCE 1-Mar-2026 LARGER 10",
            "SEARCH RETURN (PARTIAL -1:-100) HEADER Subject {1+}\r\nx MODSEQ \"/flags/\\\\draft\" all 1", "SORT (REVERSE DATE SUBJECT) UTF-8 ALL",
            "THREAD REFERENCES UTF-8 ALL", "ESEARCH IN (mailboxes \"INBOX\" subtree fuzz) RETURN (COUNT) UNSEEN",
            "FETCH 1:* (UID FLAGS ENVELOPE BODYSTRUCTURE INTERNALDATE RFC822.SIZE MODSEQ BODY.PEEK[HEADER.FIELDS (TO SUBJECT)]<0.10> BINARY.SIZE[1] PREVIEW (LAZY))",
            "UID FETCH 1:*,$ (BODY[1.2.MIME] BINARY.PEEK[1]<0.5>) (CHANGEDSINCE 1 VANISHED)", "FETCH 1 ALL", "STORE 1:* +FLAGS.SILENT (\\Seen $y)",
            "UID STORE 1 (UNCHANGEDSINCE 0) FLAGS ()", "COPY 1:* fuzz", "UID MOVE 1 fuzz", "UID REPLACE 1 INBOX {6+}\r\nA: d\r\n", "ID (\"name\" \"fuzz\" \"x\" NIL)",
            "GETQUOTAROOT INBOX", "SETQUOTA \"\" (STORAGE 10)", "GETQUOTA \"\"", "GETMETADATA (DEPTH infinity MAXSIZE 10) INBOX (/private/comment)",
            "SETMETADATA INBOX (/private/comment {3+}\r\nabc)", "NOTIFY SET STATUS (selected (MessageNew (UID) MessageExpunge FlagChange)) (subtree \"\" (MessageNew))",
            "NOTIFY NONE", "LANGUAGE de", "COMPARATOR i;unicode-casemap", "UNAUTHENTICATE", "CANCELUPDATE \"x\"", "STARTTLS", "LOGOUT");
    private static final List<String> SPICES = List.of("\"", "\\", "(", ")", "()", "{", "}", "{0}", "{1}\r\n", "{0+}\r\n", "{4294967296}", "{99999999999999999999+}", "~{3+}\r\n",
            "*", "1:*", "0", "4294967295", "4294967296", "18446744073709551616", "-1", "NIL", "$", "%", "+", "&", "&-", "&AAAA-", "[", "]", "<0.0>", "\r", "\n",
            "\r\n", "\0", "\u007f", "\u00ff\u00fe", "\u00c3\u00a4", "  ", " ", "\t", "BODY[", "OR ", "NOT ", "CHARSET KOI8-R ", "\\Recent", "..", "/", "//");
    private static final int LONGEST_REPEAT = 3_000;

    private final Random random;

    public CommandMutator(long seed) {
        random = new Random(seed);
    }

    /** The next one, with a tag and a line end in most cases. COMPRESS is never said, for this client does not follow it. */
    public byte[] next() {
        while (true) {
            String text = random.nextInt(12) == 0 ? noise() : "f" + random.nextInt(100) + " " + command();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                text = changed(text);
            }
            if (!text.toUpperCase(java.util.Locale.ROOT).contains("COMPRESS")) {
                return (text + (random.nextInt(20) == 0 ? "" : "\r\n")).getBytes(ISO_8859_1);
            }
        }
    }

    private String command() {
        return COMMANDS.get(random.nextInt(COMMANDS.size()));
    }

    private String noise() {
        byte[] octets = new byte[random.nextInt(200)];
        random.nextBytes(octets);
        return new String(octets, ISO_8859_1);
    }

    private String changed(String text) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(12));
        return switch (random.nextInt(7)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(Math.min(text.length(), at + 1));
            case 2 -> text.substring(0, at) + SPICES.get(random.nextInt(SPICES.size())).repeat(random.nextInt(15) == 0 ? random.nextInt(LONGEST_REPEAT) : 1)
                    + text.substring(to);
            case 3 -> text.substring(0, at) + text.substring(at, to).repeat(1 + random.nextInt(40)) + text.substring(to);
            case 4 -> text.substring(0, at) + command().substring(0, 3);
            case 5 -> text.substring(0, at) + " " + command();
            default -> text.toLowerCase(java.util.Locale.ROOT);
        };
    }
}
