package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** LIST, LSUB, STATUS and what changes the tree of mailboxes (RFC 9051 sections 6.3.4 to 6.3.11, RFC 5258, RFC 5819, RFC 6154). */
class FolderConversationTest extends AccountConversation {
    @Test
    void whatIsAboveIsMadeToo() {                                        // RFC 9051 section 6.3.4
        login();
        play("""
                C: a2 CREATE owatagusiam/blurdybloop/deep
                S: a2 OK [MAILBOXID (...)] CREATE completed
                C: a3 LIST "" "*"
                S: * LIST (\\HasNoChildren) "/" "INBOX"
                S: * LIST (\\HasChildren) "/" "owatagusiam"
                S: * LIST (\\HasChildren) "/" "owatagusiam/blurdybloop"
                S: * LIST (\\HasNoChildren) "/" "owatagusiam/blurdybloop/deep"
                S: a3 OK LIST completed
                C: a4 LIST "" "%"
                S: * LIST (\\HasNoChildren) "/" "INBOX"
                S: * LIST (\\HasChildren) "/" "owatagusiam"
                S: a4 OK LIST completed
                C: a5 LIST owatagusiam/ %
                S: * LIST (\\HasChildren) "/" "owatagusiam/blurdybloop"
                S: a5 OK LIST completed
                C: a6 LIST "" ""
                S: * LIST (\\Noselect) "/" ""
                S: a6 OK LIST completed
                C: a7 CREATE owatagusiam
                S: a7 NO [ALREADYEXISTS] ...
                C: a8 CREATE inbox
                S: a8 NO [ALREADYEXISTS] ...
                C: a9 DELETE owatagusiam
                S: a9 NO [HASCHILDREN] ...
                C: b1 DELETE nowhere
                S: b1 NO [NONEXISTENT] ...
                C: b2 DELETE INBOX
                S: b2 NO [CANNOT] ...
                C: b3 DELETE owatagusiam/blurdybloop/deep
                S: b3 OK DELETE completed
                C: b4 NAMESPACE
                S: * NAMESPACE (("" "/")) NIL NIL
                S: b4 OK NAMESPACE completed""");
    }

    @Test
    void renamingTakesAllThatIsBelow() {                                 // RFC 9051 section 6.3.6
        login();
        play("""
                C: a2 CREATE foo/bar
                S: a2 OK ...
                C: a3 RENAME foo zowie/zap
                S: a3 OK RENAME completed
                C: a4 LIST "" "*"
                S: * LIST (\\HasNoChildren) "/" "INBOX"
                S: * LIST (\\HasChildren) "/" "zowie"
                S: * LIST (\\HasChildren) "/" "zowie/zap"
                S: * LIST (\\HasNoChildren) "/" "zowie/zap/bar"
                S: a4 OK ...
                C: a5 RENAME zowie zowie/in/itself
                S: a5 NO [CANNOT] ...
                C: a6 RENAME nothing something
                S: a6 NO [NONEXISTENT] ...
                C: a7 RENAME zowie/zap INBOX
                S: a7 NO [ALREADYEXISTS] ...""");
        put("INBOX", "Subject: one\n\n1\n");
        play("""
                C: b1 RENAME INBOX old-mail
                S: b1 OK ...
                C: b2 STATUS old-mail (MESSAGES)
                S: * STATUS "old-mail" (MESSAGES 1)
                S: b2 OK ...
                C: b3 STATUS INBOX (MESSAGES)
                S: * STATUS "INBOX" (MESSAGES 0)
                S: b3 OK ...""");
    }

    @Test
    void specialUses() {                                                 // RFC 6154 section 5
        login();
        play("""
                C: t1 CREATE MySpecial (USE (\\Drafts \\Sent))
                S: t1 OK ...
                C: t2 CREATE Everything (USE (\\All))
                S: t2 NO [USEATTR] ...
                C: t3 CREATE Another/Sent (USE (\\Sent))
                S: t3 NO [USEATTR] ...
                C: t4 LIST (SPECIAL-USE) "" "*" RETURN (SPECIAL-USE STATUS (MESSAGES))
                S: * LIST (\\HasNoChildren \\Drafts \\Sent) "/" "MySpecial"
                S: * STATUS "MySpecial" (MESSAGES 0)
                S: t4 OK ...
                C: t5 LIST "" "*"
                S: * LIST (\\HasNoChildren) "/" "INBOX"
                S: * LIST (\\HasNoChildren \\Drafts \\Sent) "/" "MySpecial"
                S: t5 OK ...""");
    }

    @Test
    void subscriptionsOutliveTheirMailboxes() {
        login();
        play("""
                C: a2 CREATE news/comp/mail
                S: a2 OK ...
                C: a3 SUBSCRIBE news/comp/mail
                S: a3 OK ...
                C: a4 LSUB "" "%"
                S: * LSUB (\\Noselect) "/" "news"
                S: a4 OK ...
                C: a5 LSUB "" "*"
                S: * LSUB () "/" "news/comp/mail"
                S: a5 OK ...
                C: a6 DELETE news/comp/mail
                S: a6 OK ...
                C: a7 LIST (SUBSCRIBED) "" "*"
                S: * LIST (\\NonExistent \\HasNoChildren \\Subscribed) "/" "news/comp/mail"
                S: a7 OK ...
                C: a8 LIST (SUBSCRIBED RECURSIVEMATCH) "" "%" RETURN (STATUS (MESSAGES))
                S: * LIST (\\HasChildren) "/" "news" ("CHILDINFO" ("SUBSCRIBED"))
                S: a8 OK ...
                C: a9 LIST (RECURSIVEMATCH) "" "%"
                S: a9 BAD ...
                C: b1 UNSUBSCRIBE news/comp/mail
                S: b1 OK ...
                C: b2 LSUB "" "*"
                S: b2 OK ...""");
    }

    @Test
    void statusTellsWhatTheEntityCounts() {                              // RFC 9051 section 6.3.11
        login();
        play("C: a2 CREATE box\nS: a2 OK ...");
        put("box", "(\\Seen)", "Subject: one\n\n1\n");
        put("box", "(\\Deleted)", "Subject: two\n\n22\n");
        play("""
                C: a3 STATUS box (MESSAGES UIDNEXT UNSEEN DELETED SIZE DELETED-STORAGE HIGHESTMODSEQ APPENDLIMIT MAILBOXID)
                S: * STATUS "box" (MESSAGES 2 UIDNEXT 3 UNSEEN 1 DELETED 1 SIZE 39 HIGHESTMODSEQ 3 MAILBOXID (...) APPENDLIMIT 104857600 DELETED-STORAGE 20)
                S: a3 OK STATUS completed
                C: a4 STATUS nowhere (MESSAGES)
                S: a4 NO [NONEXISTENT] ...
                C: a5 STATUS box (NONSENSE)
                S: a5 BAD ...
                C: a6 STATUS box (RECENT)
                S: * STATUS "box" (RECENT 2)
                S: a6 OK ...""");
        select("box");
        play("""
                C: a7 STATUS box (MESSAGES RECENT)
                S: * STATUS "box" (MESSAGES 2 RECENT 2)
                S: a7 OK ...""");
    }

    @Test
    void manyStatusesComeInTheirOrder() {
        login();
        StringBuilder commands = new StringBuilder();
        for (int i = 10; i < 60; i++) {
            commands.append("c").append(i).append(" CREATE box/").append(i).append("\r\n");
        }
        for (int i = 10; i < 60; i++) {
            commands.append("s").append(i).append(" STATUS box/").append(i).append(" (MESSAGES UIDVALIDITY)\r\n");
        }
        client.send(commands.toString());
        for (int i = 10; i < 60; i++) {
            client.expect("c" + i + " OK ...");
        }
        for (int i = 10; i < 60; i++) {
            client.expect("* STATUS \"box/" + i + "\" (MESSAGES 0 UIDVALIDITY ...)");
            client.expect("s" + i + " OK ...");
        }
        List<String> all = ask("LIST \"\" \"*\" RETURN (STATUS (MESSAGES UNSEEN))");
        assertThat(all).hasSize(2 * 52).endsWith("* LIST (\\HasNoChildren) \"/\" \"box/59\"", "* STATUS \"box/59\" (MESSAGES 0 UNSEEN 0)");
    }

    @Test
    void badNamesAreRefused() {
        login();
        play("""
                C: a2 CREATE a//b
                S: a2 NO [CANNOT] ...
                C: a3 CREATE "a\\"%b"
                S: a3 NO [CANNOT] ...
                C: a4 CREATE ..
                S: a4 NO [CANNOT] ...
                C: a5 CREATE {3+}
                C: a\u0001b
                S: a5 NO [CANNOT] ...
                C: a6 CREATE &not-utf7
                S: a6 NO [CANNOT] ...""");
        client.send("a7 CREATE " + "x/".repeat(1000) + "y\r\n");
        client.expect("a7 NO [CANNOT] ...");
        client.send("a8 CREATE " + "x/".repeat(99) + "y\r\n");
        client.expect("a8 OK ...");
        assertThat(ask("LIST \"\" \"*\"")).hasSize(101);
        play("""
                C: a9 LIST "" {5+}
                C: x/%/%
                S: * LIST (\\HasChildren) "/" "x/x/x"
                S: a9 OK ...""");
    }

    @Test
    void whatLooksTheSameIsTheSame() {                                   // RFC 9051 sections 5.1 and 6.3.4
        login();
        play("""
                C: a2 ENABLE IMAP4rev2
                S: * ENABLED IMAP4rev2
                S: a2 OK ...
                C: a3 CREATE "cafe\u00cc\u0081"
                S: * LIST (\\HasNoChildren) "/" "caf\u00c3\u00a9" ("OLDNAME" ("cafe\u00cc\u0081"))
                S: a3 OK ...
                C: a4 STATUS "cafe\u00cc\u0081" (MESSAGES)
                S: * STATUS "cafe\u00cc\u0081" (MESSAGES 0)
                S: a4 OK ...
                C: a5 CREATE "caf\u00c3\u00a9"
                S: a5 NO [ALREADYEXISTS] ...""");
    }
}
