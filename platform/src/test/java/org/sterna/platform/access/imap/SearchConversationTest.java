package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** SEARCH with all that has grown on it (RFC 9051 section 6.4.4, RFC 4731, RFC 5032, RFC 5182, RFC 5267, RFC 7162, RFC 8474, RFC 8514, RFC 9394). */
class SearchConversationTest extends AccountConversation {
    private void mailbox() {
        login();
        put("INBOX", "(\\Seen) \"07-Feb-1994 21:52:25 -0800\"", "From: Fred Foobar <foobar@example.com>\nTo: mooch@example.org\n"
                + "Subject: afternoon meeting\nDate: Mon, 7 Feb 1994 21:52:25 -0800\nMessage-ID: <1@example.com>\n\nHello Joe, do you think we can meet at 3:30?\n");
        put("INBOX", "(\\Flagged $Junk) \"08-Feb-1994 10:00:00 +0000\"", "From: =?iso-8859-1?Q?J=F6rg?= <joerg@example.net>\nTo: joe@example.org\n"
                + "Subject: =?utf-8?B?R3LDvMOfZQ==?=\nX-Odd: a strange field\nContent-Type: text/plain; charset=utf-8\n\nViele Grüße aus Köln\n");
        put("INBOX", "(\\Deleted) \"09-Feb-1994 10:00:00 +0000\"", "From: smith@example.com\nSubject: Re: afternoon meeting\n"
                + "In-Reply-To: <1@example.com>\n\n" + "filler ".repeat(12_000) + "needle in the haystack\n");
        put("INBOX", "\"10-Feb-1994 10:00:00 +0000\"", "From: smith@example.com\nSubject: last\nContent-Type: text/html\n\n<p>nothing</p>\n");
        select("INBOX");
    }

    private void finds(String key, String numbers) {
        assertThat(ask("SEARCH " + key)).as(key).containsExactly("* SEARCH" + (numbers.isEmpty() ? "" : " " + numbers));
    }

    @Test
    void keys() {
        mailbox();
        finds("ALL", "1 2 3 4");
        finds("SEEN", "1");
        finds("UNSEEN UNDELETED", "2 4");
        finds("KEYWORD $Junk", "2");
        finds("UNKEYWORD $Junk NOT FLAGGED", "1 3 4");
        finds("OR SUBJECT meeting SUBJECT last", "1 3 4");
        finds("FROM smith SINCE 10-Feb-1994", "4");
        finds("BEFORE 9-Feb-1994", "1 2");
        finds("SENTON 7-Feb-1994", "1");
        finds("LARGER 80000", "3");
        finds("SMALLER 1000 2:*", "2 4");
        finds("UID 2:3", "2 3");
        finds("*", "4");
        finds("HEADER In-Reply-To \"\"", "3");
        finds("HEADER X-Odd STRANGE", "2");
        finds("BODY needle", "3");
        finds("TEXT \"foobar\"", "1");
        finds("NOT (OR SEEN FLAGGED)", "3 4");
        finds("YOUNGER 1000", "");
        finds("OLDER 1000", "1 2 3 4");
        finds("SAVEDATESUPPORTED SAVEDSINCE 1-Jan-2020", "1 2 3 4");
        finds("RECENT", "1 2 3 4");
        finds("EMAILID nosuchmail", "");
    }

    @Test
    void charsets() {                                                    // RFC 9051 section 6.4.4
        mailbox();
        client.send("a2 SEARCH CHARSET UTF-8 SUBJECT {6+}\r\nGR\u00c3\u009c\u00c3\u009f\r\n");
        client.expect("* SEARCH 2");
        client.expect("a2 OK SEARCH completed");
        client.send("a3 SEARCH CHARSET UTF-8 BODY {5+}\r\nk\u00c3\u00b6ln\r\n");
        client.expect("* SEARCH 2");
        client.expect("a3 OK ...");
        client.send("a4 SEARCH CHARSET ISO-8859-1 FROM {4+}\r\nJ\u00f6rg\r\n");
        client.expect("* SEARCH 2");
        client.expect("a4 OK ...");
        play("""
                C: a5 SEARCH CHARSET KLINGON SUBJECT x
                S: a5 NO [BADCHARSET ...] ...""");
    }

    @Test
    void whatIsReturned() {                                              // RFC 4731 section 3.1
        mailbox();
        play("""
                C: A282 SEARCH RETURN (MIN COUNT) UNSEEN
                S: * ESEARCH (TAG "A282") MIN 2 COUNT 3
                S: A282 OK SEARCH completed
                C: A283 SEARCH RETURN () UNSEEN
                S: * ESEARCH (TAG "A283") ALL 2:4
                S: A283 OK ...
                C: A284 UID SEARCH RETURN (MIN MAX) FROM nobody
                S: * ESEARCH (TAG "A284") UID
                S: A284 OK ...
                C: A285 UID SEARCH RETURN (PARTIAL 1:2) ALL
                S: * ESEARCH (TAG "A285") UID PARTIAL (1:2 1:2)
                S: A285 OK ...
                C: A286 UID SEARCH RETURN (PARTIAL -1:-2 COUNT) ALL
                S: * ESEARCH (TAG "A286") UID COUNT 4 PARTIAL (-1:-2 3:4)
                S: A286 OK ...
                C: A287 UID SEARCH RETURN (PARTIAL 24000:24500) ALL
                S: * ESEARCH (TAG "A287") UID PARTIAL (24000:24500 NIL)
                S: A287 OK ...
                C: A288 SEARCH RETURN (ALL PARTIAL 1:2) ALL
                S: A288 BAD ...""");
    }

    @Test
    void rev2AnswersWithEsearch() {                                      // RFC 9051 section 6.4.4
        mailbox();
        play("""
                C: a2 ENABLE IMAP4rev2
                S: * ENABLED IMAP4rev2
                S: a2 OK ...
                C: a3 SEARCH UNSEEN
                S: * ESEARCH (TAG "a3") ALL 2:4
                S: a3 OK ...""");
    }

    @Test
    void savedResults() {                                                // RFC 5182 section 2
        mailbox();
        play("""
                C: A282 SEARCH RETURN (SAVE) UNSEEN
                S: A282 OK SEARCH completed
                C: A283 FETCH $ (UID)
                S: * 2 FETCH (UID 2)
                S: * 3 FETCH (UID 3)
                S: * 4 FETCH (UID 4)
                S: A283 OK ...
                C: A284 SEARCH RETURN (SAVE MIN COUNT) $ DELETED
                S: * ESEARCH (TAG "A284") MIN 3 COUNT 1
                S: A284 OK ...
                C: A285 UID STORE 4 +FLAGS.SILENT (\\Deleted)
                S: A285 OK ...
                C: A286 SEARCH RETURN (SAVE) ALL
                S: A286 OK ...
                C: A287 EXPUNGE
                S: * 3 EXPUNGE
                S: * 3 EXPUNGE
                S: * 2 RECENT
                S: A287 OK ...
                C: A288 UID SEARCH $
                S: * SEARCH 1 2
                S: A288 OK ...
                C: A289 SEARCH RETURN (SAVE) CHARSET KLINGON SUBJECT x
                S: A289 NO [BADCHARSET ...] ...
                C: A290 SEARCH $
                S: * SEARCH
                S: A290 OK ...""");
    }

    @Test
    void modSeqs() {                                                     // RFC 7162 section 3.1.5
        mailbox();
        play("""
                C: a2 UID STORE 2 +FLAGS.SILENT (\\Seen)
                S: a2 OK ...
                C: a3 SEARCH MODSEQ 6
                S: * OK [HIGHESTMODSEQ 6] ...
                S: * SEARCH 2 (MODSEQ 6)
                S: a3 OK ...
                C: a4 SEARCH RETURN (ALL MIN) MODSEQ 5
                S: * ESEARCH (TAG "a4") MIN 2 ALL 2,4 MODSEQ 6
                S: a4 OK ...
                C: a5 SEARCH MODSEQ 100
                S: * SEARCH
                S: a5 OK ...""");
    }

    @Test
    void expungedMessagesKeepTheirNumbersUntilTold() {                   // RFC 2180 section 4.1.2
        mailbox();
        loginAlso("2");
        selectAlso("2", "INBOX");
        play("""
                C2: b3 EXPUNGE
                S2: * 3 EXPUNGE
                S2: b3 OK ...""");
        client.awaitGone(3);
        play("""
                C: a2 SEARCH FROM smith
                S: * SEARCH ...4
                S: a2 OK ...
                C: a3 NOOP
                S: * 3 EXPUNGE
                S: * 3 RECENT
                S: a3 OK ...""");
    }

    @Test
    void wrongKeysAreToldApart() {
        mailbox();
        play("""
                C: a2 SEARCH NONSENSE
                S: a2 BAD ...
                C: a3 SEARCH (ALL
                S: a3 BAD ...
                C: a4 SEARCH RETURN (MIN NONSENSE) ALL
                S: a4 BAD ...""");
        client.send("a5 SEARCH " + "NOT ".repeat(10_000) + "ALL\r\n");
        client.expect("a5 BAD ...");
        client.send("a6 SEARCH " + "(".repeat(10_000) + "ALL" + ")".repeat(10_000) + "\r\n");
        client.expect("a6 BAD ...");
        finds("1,3", "1 3");
    }

    @Test
    void manyMessagesArePagesOfRows() {
        login();
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= 600; i++) {
            String message = "Subject: number " + i + "\r\nX-Third: " + i % 3 + "\r\n\r\nbody " + i % 7 + " of it\r\n";
            all.append("c").append(i).append(" APPEND INBOX {").append(message.length()).append("+}\r\n").append(message).append("\r\n");
        }
        client.send(all.toString());
        for (int i = 1; i <= 600; i++) {
            client.expect("c" + i + " OK ...");
        }
        select("INBOX");
        assertThat(ask("SEARCH SUBJECT \"number 59\"")).containsExactly("* SEARCH 59 590 591 592 593 594 595 596 597 598 599");
        assertThat(ask("SEARCH RETURN (COUNT) HEADER X-Third 2")).containsExactly("* ESEARCH (TAG \"x\") COUNT 200");
        assertThat(ask("SEARCH RETURN (COUNT MAX) OR BODY \"body 6\" SUBJECT \"number 600\"")).containsExactly("* ESEARCH (TAG \"x\") MAX 600 COUNT 86");
        List<String> sorted = ask("SORT RETURN (MIN MAX COUNT) (REVERSE SUBJECT) UTF-8 1:100");
        assertThat(sorted).containsExactly("* ESEARCH (TAG \"x\") MIN 99 MAX 1 COUNT 100");
    }
}
