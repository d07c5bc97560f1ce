package org.sterna.platform.access.imap;

import org.junit.jupiter.api.Test;

/** Results that are kept up to date (RFC 5267 section 4.3, RFC 5465 section 7). */
class SearchContextTest extends AccountConversation {
    private void mailbox() {
        login();
        for (int i = 1; i <= 4; i++) {
            put("INBOX", i == 2 ? "(\\Flagged)" : "", "Subject: message " + i + "\n\nbody\n");
        }
        select("INBOX");
        loginAlso("2");
        selectAlso("2", "INBOX");
    }

    @Test
    void changesOfFlagsAndMessages() {
        mailbox();
        play("""
                C: B01 UID SEARCH RETURN (UPDATE COUNT) FLAGGED
                S: * ESEARCH (TAG "B01") UID COUNT 1
                S: B01 OK ...
                C: B01 UID SEARCH RETURN (UPDATE) ALL
                S: B01 BAD ...
                C2: b2 STORE 3:4 +FLAGS.SILENT (\\Flagged)
                S2: b2 OK ...
                N: * 3 FETCH (FLAGS (\\Flagged...))
                S: * 4 FETCH (FLAGS (\\Flagged...))
                S: * ESEARCH (TAG "B01") UID ADDTO (0 3:4)
                S: n OK ...
                C2: b3 STORE 2 FLAGS.SILENT (\\Deleted)
                S2: b3 OK ...
                N: * 2 FETCH (FLAGS (\\Deleted...))
                S: * ESEARCH (TAG "B01") UID REMOVEFROM (0 2)
                S: n OK ...
                C: B04 CANCELUPDATE "B01"
                S: B04 OK ...
                C2: b4 STORE 1 +FLAGS.SILENT (\\Flagged)
                S2: b4 OK ...
                N: * 1 FETCH (FLAGS (\\Flagged...))
                S: n OK ...""");
    }

    @Test
    void removedBeforeTheExpunge() {                                     // RFC 5267 section 4.3.4
        mailbox();
        play("""
                C: B01 SEARCH RETURN (UPDATE) ALL
                S: * ESEARCH (TAG "B01") ALL 1:4
                S: B01 OK ...
                C2: b2 STORE 2 +FLAGS.SILENT (\\Deleted)
                S2: b2 OK ...
                C2: b3 EXPUNGE
                S2: * 2 EXPUNGE
                S2: b3 OK ...""");
        client.awaitGone(2);
        play("""
                C: a3 NOOP
                S: * ESEARCH (TAG "B01") REMOVEFROM (0 2)
                S: * 2 EXPUNGE
                S: * ... RECENT
                S: a3 OK ...""");
    }

    @Test
    void arrivalsWithWhatWasAskedForThem() {                             // RFC 5465 section 7
        mailbox();
        play("""
                C: a00 SEARCH RETURN (COUNT UPDATE (UID BODY[HEADER.FIELDS (SUBJECT)])) SUBJECT "boss"
                S: * ESEARCH (TAG "a00") COUNT 0
                S: a00 OK ...
                C: a01 IDLE
                S: + ...""");
        appendAlso("2", "INBOX", "Subject: not this");
        play("""
                S: * 5 EXISTS
                S: * ... RECENT""");
        appendAlso("2", "INBOX", "Subject: from the boss");
        play("""
                S: * 6 EXISTS
                S: * ... RECENT
                S: * 6 FETCH (UID 6 BODY[HEADER.FIELDS (SUBJECT)] {26}
                S: Subject: from the boss
                S:
                S: )
                S: * ESEARCH (TAG "a00") ADDTO (0 6)
                C: DONE
                S: a01 OK ...""");
    }

    @Test
    void whatCannotBeUpdated() {                                         // RFC 5267 section 4.3.1
        mailbox();
        play("""
                C: B01 SEARCH RETURN (UPDATE COUNT) YOUNGER 1000
                S: * NO [NOUPDATE "B01"] ...
                S: * ESEARCH (TAG "B01") COUNT 4
                S: B01 OK ...""");
        for (int i = 10; i < 26; i++) {
            client.play("C: c" + i + " SEARCH RETURN (UPDATE COUNT) FLAGGED\nS: * ESEARCH (TAG \"c" + i + "\") COUNT 1\nS: c" + i + " OK ...");
        }
        play("""
                C: d1 SEARCH RETURN (UPDATE COUNT) FLAGGED
                S: * NO [NOUPDATE "d1"] ...
                S: * ESEARCH (TAG "d1") COUNT 1
                S: d1 OK ...""");
    }

    @Test
    void itEndsWithTheSelection() {
        mailbox();
        play("""
                C: B01 SEARCH RETURN (UPDATE COUNT) FLAGGED
                S: * ESEARCH (TAG "B01") COUNT 1
                S: B01 OK ...
                C: a2 UNSELECT
                S: a2 OK ...""");
        select("INBOX");
        play("""
                C2: b2 STORE 3 +FLAGS.SILENT (\\Flagged)
                S2: b2 OK ...
                N: * 3 FETCH (FLAGS (\\Flagged...))
                S: n OK ...
                C: B01 SEARCH RETURN (UPDATE COUNT) FLAGGED
                S: * ESEARCH (TAG "B01") COUNT 2
                S: B01 OK ...""");
    }
}
