package org.sterna.platform.access.imap;

import org.junit.jupiter.api.Test;

/** COPY and MOVE (RFC 9051 section 6.4.7, RFC 6851). */
class ImapCopyTest extends ImapConversation {
    @Test
    void messagesAreCopiedAndMoved() {
        login();
        append("m1", "INBOX (\\Answered)", MESSAGE);
        append("m2", "INBOX", MESSAGE);
        append("m3", "INBOX", MESSAGE);
        selectInbox(3);
        client.play("""
                C: a1 COPY 1:2 Archive
                S: a1 NO [TRYCREATE] ...
                C: a2 CREATE Archive
                S: a2 OK ... CREATE completed
                C: a3 COPY 1,3 Archive
                S: a3 OK [COPYUID ... 1,3 1:2] COPY completed
                C: a4 MOVE 2:3 Archive
                S: * OK [COPYUID ... 2:3 3:4] Moved
                S: * 2 EXPUNGE
                S: * 2 EXPUNGE
                S: * 1 RECENT
                S: a4 OK MOVE completed
                C: a5 UID COPY 1 INBOX
                S: * 2 EXISTS
                S: * 2 RECENT
                S: a5 OK [COPYUID ... 1 4] COPY completed
                C: a6 STATUS Archive (MESSAGES)
                S: * STATUS "Archive" (MESSAGES 4)
                S: a6 OK STATUS completed""");
    }

    @Test
    void whatIsGoneIsNotCopied() {                                       // RFC 2180 section 4.4
        login();
        fill(2);
        selectInbox(2);
        loginAlso("2");
        selectAlso("2");
        client.play("""
                C2: b2 STORE 1 +FLAGS.SILENT (\\Deleted)
                S2: b2 OK STORE completed
                C2: b3 EXPUNGE
                S2: * 1 EXPUNGE
                S2: b3 OK EXPUNGE completed""");
        client.awaitGone(1);
        client.play("""
                C: a1 COPY 1:2 INBOX
                S: * 1 EXPUNGE
                S: * 1 RECENT
                S: a1 NO [EXPUNGEISSUED] ...
                C: a2 UID COPY 1 INBOX
                S: a2 OK COPY completed
                C: a3 UID MOVE 1:9 Nowhere
                S: a3 NO [TRYCREATE] ...
                C: a4 COPY 9 INBOX
                S: a4 BAD ...""");
    }

    @Test
    void manyMessagesAreMovedPageByPage() {
        login();
        fill(1);
        selectInbox(1);
        for (int doubled = 1; doubled < 1024; doubled *= 2) {
            client.send("c COPY 1:* INBOX\r\n");
            client.skipTo("* " + 2 * doubled + " EXISTS");
            client.expect("* " + 2 * doubled + " RECENT");
            client.expect("c OK [COPYUID ...] COPY completed");
        }
        client.play("""
                C: a1 CREATE Archive
                S: a1 OK ... CREATE completed
                C: a2 ENABLE QRESYNC
                S: * ENABLED QRESYNC
                S: * OK [HIGHESTMODSEQ ...
                S: a2 OK ENABLE completed
                C: a3 MOVE 1:* Archive
                S: * OK [COPYUID ... 1:1024 1:1024] Moved
                S: * VANISHED 1:1024
                S: * 0 RECENT
                S: a3 OK MOVE completed
                C: a4 STATUS Archive (MESSAGES)
                S: * STATUS "Archive" (MESSAGES 1024)
                S: a4 OK STATUS completed""");
    }
}
