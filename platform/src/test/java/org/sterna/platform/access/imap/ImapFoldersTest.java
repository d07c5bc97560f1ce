package org.sterna.platform.access.imap;

import org.junit.jupiter.api.Test;

/** The folder tree (RFC 9051 sections 6.3.4 to 6.3.9). */
class ImapFoldersTest extends ImapConversation {
    @Test
    void foldersAreMadeNamedAndRemoved() {
        login();
        client.play("""
                C: a2 CREATE Work/Projects/Sterna
                S: a2 OK ... CREATE completed
                C: a3 CREATE Sent
                S: a3 OK ... CREATE completed
                C: a4 CREATE Sent
                S: a4 NO [ALREADYEXISTS] ...
                C: a5 LIST "" "*"
                S: * LIST (\\HasNoChildren) "/" "INBOX"
                S: * LIST (\\HasNoChildren) "/" "Sent"
                S: * LIST (\\HasChildren) "/" "Work"
                S: * LIST (\\HasChildren) "/" "Work/Projects"
                S: * LIST (\\HasNoChildren) "/" "Work/Projects/Sterna"
                S: a5 OK LIST completed
                C: a6 LIST "" Work/%
                S: * LIST (\\HasChildren) "/" "Work/Projects"
                S: a6 OK LIST completed
                C: a7 LIST "" ""
                S: * LIST (\\Noselect) "/" ""
                S: a7 OK LIST completed
                C: a8 RENAME Work Old/Work
                S: a8 OK RENAME completed
                C: a9 LIST "" O*
                S: * LIST (\\HasChildren) "/" "Old"
                S: * LIST (\\HasChildren) "/" "Old/Work"
                S: * LIST (\\HasChildren) "/" "Old/Work/Projects"
                S: * LIST (\\HasNoChildren) "/" "Old/Work/Projects/Sterna"
                S: a9 OK LIST completed
                C: a10 DELETE Old/Work
                S: a10 NO [HASCHILDREN] ...
                C: a11 DELETE Old/Work/Projects/Sterna
                S: a11 OK DELETE completed
                C: a12 DELETE INBOX
                S: a12 NO [CANNOT] ...
                C: a13 SUBSCRIBE Old/Work
                S: a13 OK SUBSCRIBE completed
                C: a14 LSUB "" %
                S: * LSUB (\\Noselect) "/" "Old"
                S: a14 OK LSUB completed
                C: a15 LSUB "" *
                S: * LSUB () "/" "Old/Work"
                S: a15 OK LSUB completed
                C: a16 UNSUBSCRIBE Old/Work
                S: a16 OK UNSUBSCRIBE completed
                C: a17 STATUS Sent (MESSAGES UIDNEXT UNSEEN RECENT)
                S: * STATUS "Sent" (MESSAGES 0 RECENT 0 UIDNEXT 1 UNSEEN 0)
                S: a17 OK STATUS completed
                C: a18 SELECT Nothing
                S: a18 NO [NONEXISTENT] ...
                C: a19 NAMESPACE
                S: * NAMESPACE (("" "/")) NIL NIL
                S: a19 OK NAMESPACE completed
                C: a20 ID NIL
                S: * ID ("name" "Sterna")
                S: a20 OK ID completed""");
    }

    @Test
    void aMailboxItsEntityWasNeverToldOfIsMadeWhenItIsUsed() {
        login();
        client.play("""
                C: a1 RENAME INBOX Old
                S: a1 OK RENAME completed
                C: a2 STATUS INBOX (MESSAGES)
                S: * STATUS "INBOX" (MESSAGES 0)
                S: a2 OK STATUS completed
                C: a3 STATUS Old (MESSAGES)
                S: * STATUS "Old" (MESSAGES 0)
                S: a3 OK STATUS completed""");
        append("a4", "Old", MESSAGE);                                    // the account's first INBOX: nobody had opened it
        client.play("""
                C: a5 STATUS Old (MESSAGES UNSEEN)
                S: * STATUS "Old" (MESSAGES 1 UNSEEN 1)
                S: a5 OK STATUS completed""");
    }
}
