package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Commands of extensions said wrongly: each costs one answer, and the session goes on. */
class ExtensionMisuseTest extends AccountConversation {
    /** @param commands each is one that is not understood */
    private void notUnderstood(String... commands) {
        for (int i = 0; i < commands.length; i++) {
            client.send("m" + i + " " + commands[i] + "\r\n");
            assertThat(client.line()).as(commands[i]).startsWith("m" + i + " BAD ");
        }
        play("C: alive NOOP\nS: alive OK ...");
    }

    @Test
    void status() {                                                      // RFC 9051 section 6.3.11
        login();
        notUnderstood("STATUS", "STATUS INBOX", "STATUS INBOX ()", "STATUS INBOX MESSAGES", "STATUS INBOX (NONSENSE)", "STATUS INBOX (MESSAGES",
                "STATUS INBOX (MESSAGES) x");
        play("C: a2 STATUS nowhere (MESSAGES)\nS: a2 NO [NONEXISTENT] ...");
    }

    @Test
    void list() {                                                        // RFC 9051 section 6.3.9
        login();
        notUnderstood("LIST", "LIST \"\"", "LIST (NONSENSE) \"\" *", "LIST (RECURSIVEMATCH) \"\" *", "LIST (REMOTE RECURSIVEMATCH) \"\" *",
                "LIST \"\" ()", "LIST \"\" * RETURN (NONSENSE)", "LIST \"\" * RETURN (STATUS)", "LIST \"\" * RETURN (STATUS (NONSENSE))",
                "LIST \"\" * RETURN", "LSUB \"\"", "NAMESPACE x", "SUBSCRIBE", "UNSUBSCRIBE", "CREATE", "CREATE x (USE)", "RENAME x");
        play("C: a2 CREATE x (USE (\\Nonsense))\nS: a2 NO [USEATTR] ...");
    }

    @Test
    void metadataAndQuota() {                                            // RFC 5464 sections 4.2 and 4.3, RFC 9208 section 4.1
        login();
        notUnderstood("GETMETADATA", "GETMETADATA INBOX", "GETMETADATA INBOX ()", "GETMETADATA (DEPTH 2) INBOX /private/comment",
                "GETMETADATA (MAXSIZE x) INBOX /private/comment", "GETMETADATA (NONSENSE) INBOX /private/comment", "GETMETADATA INBOX private",
                "GETMETADATA INBOX /private//comment", "GETMETADATA INBOX /private/comment/", "SETMETADATA INBOX", "SETMETADATA INBOX ()",
                "SETMETADATA INBOX (/private/comment)", "SETMETADATA INBOX (/private/comment x)", "GETQUOTA", "GETQUOTAROOT", "SETQUOTA \"\"",
                "SETQUOTA \"\" (STORAGE)", "SETQUOTA \"\" (STORAGE x)");
    }

    @Test
    void theSessionItself() {
        login();
        notUnderstood("ID", "ID (\"name\")", "ID (\"name\" (x))", "COMPRESS", "COMPRESS LZ4", "IDLE now", "ENABLE", "UNSELECT", "CLOSE", "COMPARATOR",
                "LANGUAGE (", "NOTIFY SET", "NOTIFY SET (nonsense (MessageNew MessageExpunge))", "CANCELUPDATE", "UNAUTHENTICATE now", "CAPABILITY now");
    }

    @Test
    void messages() {
        login();
        fill(1);
        select("INBOX");
        notUnderstood("FETCH 1 (SAVEDATE", "FETCH 1 (PREVIEW (NONSENSE))", "FETCH 1 BINARY", "FETCH 1 BINARY[x]", "FETCH 1 BINARY.SIZE[1]<0.1>",
                "FETCH 1 (FLAGS) (CHANGEDSINCE)", "FETCH 1 (FLAGS) (VANISHED)", "UID FETCH 1 (FLAGS) (PARTIAL 0:1)", "STORE 1 (UNCHANGEDSINCE) FLAGS ()",
                "SEARCH YOUNGER 0", "SEARCH OLDER x", "SEARCH RETURN (PARTIAL 1) ALL", "SEARCH RETURN (NONSENSE) ALL", "SEARCH SAVEDBEFORE x",
                "SEARCH EMAILID", "SEARCH MODSEQ", "ESEARCH IN () ALL", "ESEARCH IN (nonsense) ALL", "MOVE 1", "UID EXPUNGE", "UID REPLACE 1",
                "SORT (DATE) UTF-8", "THREAD REFERENCES UTF-8");
    }

    @Test
    void caseDoesNotMatterInAnyLanguage() {                              // RFC 5255 section 4.3
        login();
        put("INBOX", "Subject: =?utf-8?q?K=C3=A4se?=\n\nbody\n");
        select("INBOX");
        play("""
                C: a2 SEARCH CHARSET UTF-8 SUBJECT {5+}
                C: K\u00c3\u0084SE
                S: * SEARCH 1
                S: a2 OK ...""");
    }
}
