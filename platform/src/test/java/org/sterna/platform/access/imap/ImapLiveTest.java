package org.sterna.platform.access.imap;

import org.junit.jupiter.api.Test;

/** What a session is told of what others do (RFC 9051 section 5.2, RFC 2180). */
class ImapLiveTest extends ImapConversation {
    @Test
    void idleTellsWhatAnotherSessionDoes() {                             // RFC 2177
        login();
        append("m1", "INBOX", MESSAGE);
        selectInbox(1);
        loginAlso("2");
        client.play("""
                C: a1 IDLE
                S: + idling
                C2: b2 SELECT INBOX
                S2: * FLAGS ...
                S2: * 1 EXISTS
                S2: * 0 RECENT
                S2: * OK [UNSEEN 1] ...
                S2: * OK [PERMANENTFLAGS ...
                S2: * OK [UIDNEXT 2] ...
                S2: * OK [UIDVALIDITY ...
                S2: * OK [HIGHESTMODSEQ ...
                S2: * OK [MAILBOXID ...
                S2: b2 OK [READ-WRITE] SELECT completed
                C2: b3 STORE 1 +FLAGS (\\Flagged)
                S2: * 1 FETCH (FLAGS (\\Flagged))
                S2: b3 OK STORE completed
                S: * 1 FETCH (FLAGS (\\Flagged \\Recent))
                C2: b4 COPY 1 INBOX
                S2: * 2 EXISTS
                S2: * 1 RECENT
                S2: b4 OK [COPYUID ... 1 2] COPY completed
                S: * 2 EXISTS
                S: * 2 RECENT
                C2: b5 STORE 1 +FLAGS.SILENT (\\Deleted)
                S2: b5 OK STORE completed
                S: * 1 FETCH (FLAGS (\\Flagged \\Deleted \\Recent))
                C2: b6 EXPUNGE
                S2: * 1 EXPUNGE
                S2: b6 OK EXPUNGE completed
                S: * 1 EXPUNGE
                S: * 1 RECENT
                C: DONE
                S: a1 OK IDLE completed
                C: a2 NOOP
                S: a2 OK NOOP completed""");
    }

    @Test
    void whoResynchronizesIsToldToBeginBeforeAnExpungeThatWaits() {      // RFC 7162 section 3.2
        login();
        append("m1", "INBOX (\\Deleted)", MESSAGE);
        append("m2", "INBOX", MESSAGE);
        client.play("""
                C: a0 ENABLE QRESYNC
                S: * ENABLED ...
                S: a0 OK ENABLE completed""");
        selectInbox(2);
        anotherExpungesTheFirst();
        client.play("""
                C: a3 FETCH 2 (UID)
                S: * 2 FETCH (UID 2)
                S: a3 OK [HIGHESTMODSEQ 3] FETCH completed
                C: a4 NOOP
                S: * VANISHED 1
                S: * 1 RECENT
                S: a4 OK [HIGHESTMODSEQ 4] NOOP completed
                C: a5 NOOP
                S: a5 OK NOOP completed""");
    }

    private void anotherExpungesTheFirst() {
        loginAlso("2");
        selectAlso("2");
        client.play("""
                C2: b3 EXPUNGE
                S2: * 1 EXPUNGE
                S2: b3 OK EXPUNGE completed""");
        client.awaitGone(1);
    }

    @Test
    void expungesOfOthersWaitUntilSequenceNumbersMayChange() {           // RFC 3501 section 7.4.1
        login();
        append("m1", "INBOX (\\Deleted)", MESSAGE);
        append("m2", "INBOX", MESSAGE);
        selectInbox(2);
        anotherExpungesTheFirst();
        client.play("""
                C: a1 FETCH 2 UID
                S: * 2 FETCH (UID 2)
                S: a1 OK FETCH completed
                C: a2 NOOP
                S: * 1 EXPUNGE
                S: * 1 RECENT
                S: a2 OK NOOP completed
                C2: b4 DELETE INBOX
                S2: b4 NO [CANNOT] ...""");
    }

    @Test
    void aSessionEndsWithItsMailbox() {                                  // RFC 2180 section 3.3
        login();
        client.play("""
                C: a1 CREATE Work
                S: a1 OK ...
                C: a2 EXAMINE Work
                S: * FLAGS ...""");
        client.skipTo("a2 OK [READ-ONLY] EXAMINE completed");
        loginAlso("2");
        client.play("""
                C: a3 IDLE
                S: + idling
                C2: b2 DELETE Work
                S2: b2 OK DELETE completed
                S: * BYE The selected mailbox was deleted
                S: <closed>
                C2: b3 CREATE Work
                S2: b3 OK ... CREATE completed
                C2: b4 STATUS Work (MESSAGES)
                S2: * STATUS "Work" (MESSAGES 0)
                S2: b4 OK STATUS completed""");
    }
}
