package org.sterna.platform.access.imap;

import org.junit.jupiter.api.Test;

/** STORE and EXPUNGE (RFC 9051 sections 6.4.3 and 6.4.6). */
class ImapStoreTest extends ImapConversation {
    @Test
    void flagsAreStoredAndDeletedMessagesExpunged() {
        login();
        for (int i = 1; i <= 4; i++) {
            append("m" + i, "INBOX", MESSAGE);
        }
        selectInbox(4);
        client.play("""
                C: a1 STORE 1:2 +FLAGS (\\Deleted)
                S: * 1 FETCH (FLAGS (\\Deleted \\Recent))
                S: * 2 FETCH (FLAGS (\\Deleted \\Recent))
                S: a1 OK STORE completed
                C: a2 STORE 3 FLAGS.SILENT (\\Seen $Work)
                S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)
                S: a2 OK STORE completed
                C: a3 UID STORE 3 -FLAGS (\\Seen)
                S: * 3 FETCH (UID 3 FLAGS ($Work \\Recent))
                S: a3 OK STORE completed
                C: a4 UID EXPUNGE 2
                S: * 2 EXPUNGE
                S: * 3 RECENT
                S: a4 OK EXPUNGE completed
                C: a5 EXPUNGE
                S: * 1 EXPUNGE
                S: * 2 RECENT
                S: a5 OK EXPUNGE completed
                C: a6 FETCH 1:* UID
                S: * 1 FETCH (UID 3)
                S: * 2 FETCH (UID 4)
                S: a6 OK FETCH completed
                C: a7 STORE 1 FLAGS.SILENT \\Deleted
                S: a7 OK STORE completed
                C: a8 CLOSE
                S: a8 OK CLOSE completed
                C: a9 FETCH 1 FLAGS
                S: a9 BAD ...
                C: a10 STATUS INBOX (MESSAGES UIDNEXT)
                S: * STATUS "INBOX" (MESSAGES 1 UIDNEXT 5)
                S: a10 OK STATUS completed""");
    }

    @Test
    void whatIsWrongChangesNothing() {
        login();
        fill(1);
        selectInbox(1);
        client.play("""
                C: a1 STORE 2 +FLAGS (\\Seen)
                S: a1 BAD ...
                C: a2 STORE 1 +FLAGS (\\Recent)
                S: a2 BAD ...
                C: a3 STORE 1 FLAGS
                S: a3 BAD ...
                C: a4 UID STORE 9 +FLAGS (\\Seen)
                S: a4 OK STORE completed
                C: a5 FETCH 1 FLAGS
                S: * 1 FETCH (FLAGS (\\Recent))
                S: a5 OK FETCH completed""");
    }

    @Test
    void anotherSessionsChangeIsNotHiddenBehindOnesOwn() {
        login();
        fill(1);
        selectInbox(1);
        loginAlso("2");
        selectAlso("2");
        client.play("""
                C2: b2 STORE 1 +FLAGS.SILENT (\\Flagged)
                S2: b2 OK STORE completed
                C: a1 STORE 1 +FLAGS.SILENT (\\Answered)
                S: * 1 FETCH (FLAGS (\\Answered \\Flagged \\Recent))
                S: a1 OK STORE completed
                N2: * 1 FETCH (FLAGS (\\Answered \\Flagged))
                S2: n OK NOOP completed""");
    }
}
