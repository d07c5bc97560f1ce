package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SORT, THREAD and ESORT (RFC 5256, RFC 5957, RFC 5267 section 3). */
class SortAndThreadTest extends AccountConversation {
    private void message(String from, String subject, String date, String more) {
        put("INBOX", "From: " + from + "\nTo: joe@example.org\nSubject: " + subject + "\nDate: " + date + "\n" + more + "\nbody of " + subject + "\n");
    }

    private void mailbox() {
        login();
        message("\"Zoe Young\" <a@example.org>", "banana", "Tue, 3 Jan 2012 10:00:00 +0000", "Message-ID: <1@x>\n");
        message("bob@example.org", "Apple", "Mon, 2 Jan 2012 10:00:00 +0000", "Message-ID: <2@x>\n");
        message("carol@example.org", "Re: banana", "Wed, 4 Jan 2012 10:00:00 +0000", "Message-ID: <3@x>\nReferences: <1@x>\n");
        message("Adam <z@example.org>", "cherry", "Sun, 1 Jan 2012 10:00:00 +0000", "Message-ID: <4@x>\nIn-Reply-To: <3@x>\n" + "X-Long: " + "y".repeat(200) + "\n");
        select("INBOX");
    }

    @Test
    void everyCriterion() {                                              // RFC 5256 section 3
        mailbox();
        assertThat(ask("SORT (SUBJECT) UTF-8 ALL")).containsExactly("* SORT 2 1 3 4");
        assertThat(ask("SORT (REVERSE DATE) UTF-8 ALL")).containsExactly("* SORT 3 1 2 4");
        assertThat(ask("SORT (DATE) US-ASCII NOT SUBJECT cherry")).containsExactly("* SORT 2 1 3");
        assertThat(ask("SORT (ARRIVAL) UTF-8 ALL")).containsExactly("* SORT 1 2 3 4");
        assertThat(ask("SORT (FROM) UTF-8 ALL")).containsExactly("* SORT 1 2 3 4");
        assertThat(ask("SORT (DISPLAYFROM) UTF-8 ALL")).containsExactly("* SORT 4 2 3 1");
        assertThat(ask("SORT (TO REVERSE SIZE) UTF-8 ALL").get(0)).startsWith("* SORT 4 ");
        assertThat(ask("UID SORT (SUBJECT REVERSE DATE) UTF-8 BODY banana")).containsExactly("* SORT 3 1");
        assertThat(ask("SORT (SUBJECT) UTF-8 FROM nobody")).containsExactly("* SORT");
    }

    @Test
    void returnOptions() {                                               // RFC 5267 section 3.3
        mailbox();
        play("""
                C: E01 UID SORT RETURN () (REVERSE DATE) UTF-8 UNDELETED
                S: * ESEARCH (TAG "E01") UID ALL 3,1:2,4
                S: E01 OK SORT completed
                C: E02 SORT RETURN (MIN MAX COUNT) (SUBJECT) UTF-8 ALL
                S: * ESEARCH (TAG "E02") MIN 2 MAX 4 COUNT 4
                S: E02 OK ...
                C: E03 SORT RETURN (PARTIAL 2:3) (SUBJECT) UTF-8 ALL
                S: * ESEARCH (TAG "E03") PARTIAL (2:3 1,3)
                S: E03 OK ...
                C: E04 UID SORT RETURN (UPDATE COUNT) (SUBJECT) UTF-8 ALL
                S: * NO [NOUPDATE "E04"] ...
                S: * ESEARCH (TAG "E04") UID COUNT 4
                S: E04 OK ...""");
    }

    @Test
    void threads() {                                                     // RFC 5256 section 3
        mailbox();
        assertThat(ask("THREAD REFERENCES UTF-8 ALL")).containsExactly("* THREAD (2)(1 3 4)");
        assertThat(ask("UID THREAD ORDEREDSUBJECT UTF-8 ALL")).containsExactly("* THREAD (4)(2)(1 3)");
        assertThat(ask("THREAD REFERENCES UTF-8 SUBJECT cherry")).containsExactly("* THREAD (4)");
        assertThat(ask("THREAD REFERENCES UTF-8 FROM nobody")).containsExactly("* THREAD");
    }

    @Test
    void misuse() {
        mailbox();
        play("""
                C: a2 SORT () UTF-8 ALL
                S: a2 BAD ...
                C: a3 SORT (NONSENSE) UTF-8 ALL
                S: a3 BAD ...
                C: a4 SORT (DATE) KLINGON ALL
                S: a4 NO [BADCHARSET ...] ...
                C: a5 THREAD NONSENSE UTF-8 ALL
                S: a5 BAD ...
                C: a6 THREAD REFERENCES UTF-8
                S: a6 BAD ...""");
    }
}
