package org.sterna.platform.access.imap;

import org.junit.jupiter.api.Test;

/** Commands about the session itself: ENABLE, LANGUAGE, UNAUTHENTICATE, UIDONLY, and what is not understood. */
class ImapExtensionsTest extends ImapConversation {
    @Test
    void whatIsEnabledIsToldOnce() {                                     // RFC 5161 section 3.1
        login();
        client.play("""
                C: a1 ENABLE CONDSTORE NONSENSE
                S: * ENABLED CONDSTORE
                S: a1 OK ENABLE completed
                C: a2 ENABLE CONDSTORE QRESYNC
                S: * ENABLED QRESYNC
                S: a2 OK ENABLE completed
                C: a3 ENABLE X
                S: * ENABLED
                S: a3 OK ENABLE completed
                C: a4 ENABLE
                S: a4 BAD ...""");
    }

    @Test
    void textsAreInPlainEnglish() {                                      // RFC 5255 section 3.2
        login();
        client.play("""
                C: a1 LANGUAGE
                S: * LANGUAGE (...EN...I-DEFAULT...)
                S: a1 OK LANGUAGE completed
                C: a2 LANGUAGE de en-GB
                S: * LANGUAGE (...EN...)
                S: a2 OK LANGUAGE completed
                C: a3 LANGUAGE de
                S: a3 NO ...""");
    }

    @Test
    void aConnectionIsUsedByOneUserAfterTheOther() {                     // RFC 8437
        login();
        fill(1);
        selectInbox(1);
        client.play("C: a1 ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: * OK [HIGHESTMODSEQ ...\nS: a1 OK ENABLE completed");
        client.send("a2 UNAUTHENTICATE\r\na3 LOGIN " + user + " secret\r\na4 FETCH 1 FLAGS\r\n");
        client.play("""
                S: a2 OK UNAUTHENTICATE completed
                S: a3 OK [CAPABILITY ...] Logged in
                S: a4 BAD Select a mailbox first
                C: a5 SELECT INBOX (QRESYNC (1 1))
                S: a5 BAD ENABLE QRESYNC first
                C: a6 UNAUTHENTICATE
                S: a6 OK ...
                C: a7 UNAUTHENTICATE
                S: a7 BAD ...
                C: a8 SELECT INBOX
                S: a8 BAD Log in first""");
    }

    @Test
    void sequenceNumbersCanBeGivenUp() {                                 // RFC 9586
        login();
        fill(3);
        selectInbox(3);
        client.play("""
                C: a1 ENABLE UIDONLY
                S: * ENABLED UIDONLY
                S: a1 OK ENABLE completed
                C: a2 FETCH 1 FLAGS
                S: a2 BAD [UIDREQUIRED] ...
                C: a3 UID FETCH 2 FLAGS
                S: * 2 UIDFETCH (FLAGS (\\Recent))
                S: a3 OK FETCH completed
                C: a4 UID STORE 2 +FLAGS (\\Deleted)
                S: * 2 UIDFETCH (FLAGS (\\Deleted \\Recent))
                S: a4 OK STORE completed
                C: a5 EXPUNGE
                S: * VANISHED 2
                S: * 2 RECENT
                S: a5 OK EXPUNGE completed
                C: a6 UID FETCH 1:* UID (PARTIAL -1:-1)
                S: * 3 UIDFETCH (...)
                S: a6 OK FETCH completed""");
    }

    @Test
    void tooManyWrongCommandsEndASessionAfterLoginToo() {
        login();
        for (int i = 1; i < 50; i++) {
            client.play("C: b" + i + " FETCH\nS: b" + i + " BAD ...");
        }
        client.play("""
                C: c1 NOOP
                S: c1 OK NOOP completed""");
        for (int i = 1; i <= 50; i++) {
            client.play("C: d" + i + " FETCH\nS: d" + i + " BAD ...");
        }
        client.play("""
                S: * BYE Too many bad commands
                S: <closed>""");
    }
}
