package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NOTIFY (RFC 5465). */
class NotifyTest extends AccountConversation {
    private void lists() {
        login();
        for (String name : new String[] {"Lists", "Lists/Im2000", "Lists/Lemonade", "misc"}) {
            client.send("c CREATE " + name + "\r\n");
            client.expect("c OK ...");
        }
        put("Lists/Lemonade", "Subject: one\n\n1\n");
        loginAlso("2");
    }

    @Test
    void theExampleOfTheStandard() {                                     // RFC 5465 section 3.1
        lists();
        play("""
                C: b notify set status (selected MessageNew (uid body.peek[header.fields (from subject)]) MessageExpunge) (subtree Lists MessageNew)
                S: * STATUS "Lists" (UIDVALIDITY ... UIDNEXT 1 MESSAGES 0)
                S: * STATUS "Lists/Im2000" (UIDVALIDITY ... UIDNEXT 1 MESSAGES 0)
                S: * STATUS "Lists/Lemonade" (UIDVALIDITY ... UIDNEXT 2 MESSAGES 1)
                S: b OK NOTIFY completed""");
        select("INBOX");
        appendAlso("2", "Lists/Lemonade", "Subject: two");
        play("""
                S: * STATUS "Lists/Lemonade" (UIDVALIDITY ... UIDNEXT 3 MESSAGES 2)""");
        appendAlso("2", "INBOX", "Subject: Re: good morning\r\nFrom: a@x.org");
        play("""
                S: * 1 EXISTS
                S: * ... RECENT
                S: * 1 FETCH (UID 1 BODY[HEADER.FIELDS (from subject)] {44}
                S: Subject: Re: good morning
                S: From: a@x.org
                S:
                S: )""");
        appendAlso("2", "misc", "Subject: not");
        appendAlso("2", "Lists/Im2000", "Subject: yes");
        play("""
                S: * STATUS "Lists/Im2000" (UIDVALIDITY ... UIDNEXT 2 MESSAGES 1)""");
    }

    @Test
    void namesAndSubscriptions() {                                       // RFC 5465 sections 5.4 and 5.5
        lists();
        play("""
                C: a2 NOTIFY SET (personal (MailboxName SubscriptionChange))
                S: a2 OK ...
                C2: b2 CREATE NewMailbox
                S2: b2 OK ...
                S: * LIST (\\HasNoChildren) "/" "NewMailbox"
                C2: b3 RENAME NewMailbox Other
                S2: b3 OK ...
                S: * LIST (\\HasNoChildren) "/" "Other" ("OLDNAME" ("NewMailbox"))
                C2: b4 SUBSCRIBE Other
                S2: b4 OK ...
                S: * LIST (\\HasNoChildren \\Subscribed) "/" "Other"
                C2: b5 DELETE Other
                S2: b5 OK ...
                S: * LIST (\\NonExistent \\HasNoChildren \\Subscribed) "/" "Other"
                C: a3 CREATE mine
                S: a3 OK ...
                C2: b6 UNSUBSCRIBE Other
                S2: b6 OK ...
                S: * LIST (\\NonExistent \\HasNoChildren) "/" "Other\"""");
    }

    @Test
    void metadata() {                                                    // RFC 5465 sections 5.6 and 5.7
        lists();
        play("""
                C: a2 NOTIFY SET (mailboxes (misc INBOX) (MailboxMetadataChange)) (personal (ServerMetadataChange))
                S: a2 OK ...
                C2: b2 SETMETADATA misc (/private/comment "x")
                S2: b2 OK ...
                S: * METADATA "misc" /private/comment
                C2: b3 SETMETADATA Lists (/private/comment "x")
                S2: b3 OK ...
                C2: b4 SETMETADATA "" (/private/vendor/v/x "x")
                S2: b4 OK ...
                S: * METADATA "" /private/vendor/v/x
                C2: b5 SETMETADATA misc (/private/comment NIL)
                S2: b5 OK ...
                S: * METADATA "misc" /private/comment""");
    }

    @Test
    void flagsElsewhere() {                                              // RFC 5465 section 5.1
        lists();
        selectAlso("2", "Lists/Lemonade");
        play("""
                C: a2 ENABLE CONDSTORE
                S: * ENABLED CONDSTORE
                S: a2 OK ...
                C: a3 NOTIFY SET STATUS (mailboxes Lists/Lemonade (MessageNew MessageExpunge FlagChange))
                S: * STATUS "Lists/Lemonade" (UIDVALIDITY ... UIDNEXT 2 MESSAGES 1 UNSEEN 1 HIGHESTMODSEQ 2)
                S: a3 OK ...
                C2: b2 STORE 1 +FLAGS.SILENT (\\Flagged)
                S2: b2 OK ...
                S: * STATUS "Lists/Lemonade" (UIDVALIDITY ...HIGHESTMODSEQ 3)""");
    }

    @Test
    void theSelectedMailboxMayWait() {                                   // RFC 5465 section 6.1.2
        lists();
        put("INBOX", "Subject: 1\n\n1\n");
        put("INBOX", "Subject: 2\n\n2\n");
        select("INBOX");
        selectAlso("2", "INBOX");
        play("""
                C: a2 NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))
                S: a2 OK ...
                C2: b2 STORE 1 +FLAGS.SILENT (\\Deleted)
                S2: b2 OK ...
                S: * 1 FETCH (FLAGS (\\Deleted...))
                C2: b3 EXPUNGE
                S2: * 1 EXPUNGE
                S2: b3 OK ...""");
        client.awaitGone(1);
        play("""
                C: a3 FETCH 2 (UID)
                S: * 2 FETCH (UID 2)
                S: a3 OK ...
                C: a4 NOOP
                S: * 1 EXPUNGE
                S: * ... RECENT
                S: a4 OK ...
                C: a5 NOTIFY SET (selected (MessageNew MessageExpunge))
                S: a5 OK ...
                C2: b4 STORE 1 +FLAGS.SILENT (\\Deleted)
                S2: b4 OK ...
                C2: b5 EXPUNGE
                S2: * 1 EXPUNGE
                S2: b5 OK ...
                S: * 1 EXPUNGE
                S: * ... RECENT""");
    }

    @Test
    void nothing() {                                                     // RFC 5465 section 3.1
        lists();
        select("INBOX");
        play("""
                C: a2 NOTIFY NONE
                S: a2 OK ...""");
        appendAlso("2", "INBOX", "Subject: not");
        play("""
                C: a3 NOOP
                S: a3 OK ...
                C: a4 NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))""");
        List<String> told = List.of(client.line(), client.line(), client.line());
        assertThat(told).as("at once, if it is known already").contains("* 1 EXISTS").anyMatch(line -> line.endsWith(" RECENT"))
                .anyMatch(line -> line.startsWith("a4 OK "));
    }

    @Test
    void ownExpungesAreAnswersAndNoNews() {                              // RFC 9051 section 6.4.3, whatever RFC 5465 section 3.1 leaves out
        lists();
        for (int i = 1; i <= 3; i++) {
            put("INBOX", "Subject: " + i + "\n\n1\n");
        }
        select("INBOX");
        play("""
                C: a2 NOTIFY NONE
                S: a2 OK ...
                C: a3 STORE 1 +FLAGS.SILENT (\\Deleted)
                S: a3 OK ...
                C: a4 EXPUNGE
                S: * 1 EXPUNGE
                S: * ... RECENT
                S: a4 OK ...
                C: a5 MOVE 1 misc
                S: * OK [COPYUID ...] ...
                S: * 1 EXPUNGE
                S: * ... RECENT
                S: a5 OK ...
                C: a6 FETCH 1 UID
                S: * 1 FETCH (UID 3)
                S: a6 OK ...""");
    }

    @Test
    void whatTheClientDoesItselfIsNoNews() {                             // RFC 5465 section 5
        lists();
        put("INBOX", "Subject: 1\n\n1\n");
        select("INBOX");
        play("""
                C: a2 NOTIFY SET STATUS (mailboxes (misc Lists) (MessageNew MessageExpunge FlagChange))
                S: * STATUS "Lists" (UIDVALIDITY ... UIDNEXT 1 MESSAGES 0 UNSEEN 0 HIGHESTMODSEQ ...)
                S: * STATUS "misc" (UIDVALIDITY ... UIDNEXT 1 MESSAGES 0 UNSEEN 0 HIGHESTMODSEQ ...)
                S: a2 OK ...
                C: a3 COPY 1 misc
                S: a3 OK ...
                C: a4 COPY 1 misc
                S: a4 OK ...""");
        put("misc", "Subject: 2\n\n2\n");
        appendAlso("2", "Lists", "Subject: not its own");
        play("""
                S: * STATUS "Lists" (UIDVALIDITY ... UIDNEXT 2 MESSAGES 1 UNSEEN 1)""");
        appendAlso("2", "misc", "Subject: not its own");
        play("""
                S: * STATUS "misc" (UIDVALIDITY ... UIDNEXT 5 MESSAGES 4 UNSEEN 4)
                C: a5 MOVE 1 misc
                S: * OK [COPYUID ...] ...
                S: * 1 EXPUNGE
                S: * 0 RECENT
                S: a5 OK ...
                C: a6 NOOP
                S: a6 OK ...""");
        appendAlso("2", "Lists", "Subject: again");
        play("""
                S: * STATUS "Lists" (UIDVALIDITY ... UIDNEXT 3 MESSAGES 2 UNSEEN 2)""");
    }

    @Test
    void whatTheClientExpungesWithCloseIsNoNews() {                      // RFC 5465 section 5
        lists();
        put("misc", "(\\Seen \\Deleted)", "Subject: 1\n\n1\n");
        put("misc", "(\\Seen)", "Subject: 2\n\n2\n");
        select("misc");
        play("""
                C: a2 NOTIFY SET (mailboxes (misc Lists) (MessageNew MessageExpunge))
                S: a2 OK ...
                C: a3 CLOSE
                S: a3 OK ...""");
        appendAlso("2", "Lists", "Subject: not its own");
        play("""
                S: * STATUS "Lists" (UIDVALIDITY ... UIDNEXT 2 MESSAGES 1)""");
        appendAlso("2", "misc", "Subject: not its own");
        play("""
                S: * STATUS "misc" (UIDVALIDITY ... UIDNEXT 4 MESSAGES 2)""");
    }

    @Test
    void mailboxesThatBecomeWantedAreWatched() {                         // RFC 5465 section 6.4
        lists();
        play("""
                C: a2 NOTIFY SET (subscribed (MessageNew MessageExpunge SubscriptionChange))
                S: a2 OK ...""");
        appendAlso("2", "misc", "Subject: not wanted");
        play("""
                C2: b3 SUBSCRIBE misc
                S2: b3 OK ...
                S: * LIST (...\\Subscribed...) "/" "misc"
                S: * STATUS "misc" (UIDVALIDITY ... UIDNEXT 2 MESSAGES 1)""");
        appendAlso("2", "misc", "Subject: wanted");
        play("""
                S: * STATUS "misc" (UIDVALIDITY ... UIDNEXT 3 MESSAGES 2)
                C: a3 SUBSCRIBE Lists
                S: a3 OK ...""");
        appendAlso("2", "Lists", "Subject: wanted, too");
        play("""
                S: * STATUS "Lists" (UIDVALIDITY ... UIDNEXT 2 MESSAGES 1)""");
    }

    /** The second change comes while the session is busy telling the first, which the client does not take yet. */
    @Test
    void newsThatComeWhileOthersAreToldAreTold() {
        lists();
        select("INBOX");
        play("""
                C: a2 NOTIFY SET (selected (MessageNew (UID BODY.PEEK[]) MessageExpunge)) (mailboxes misc (MessageNew MessageExpunge))
                S: a2 OK ...""");
        String fields = "Subject: large\r\nX-Large: " + "0123456789".repeat(2_000_000);
        appendAlso("2", "INBOX", fields);
        client.expect("* 1 EXISTS");
        client.expect("* ... RECENT");
        client.expect("* 1 FETCH (UID 1 BODY[] {" + (fields.length() + 4) + "}");
        appendAlso("2", "misc", "Subject: meanwhile");
        appendAlso("2", "INBOX", "Subject: after it");
        client.octets(fields.length() + 4);
        client.expect(")");
        List<String> news = new ArrayList<>();
        while (news.stream().noneMatch(line -> line.contains("STATUS")) || news.stream().noneMatch(line -> line.startsWith("* 2 FETCH"))) {
            news.add(client.line());
        }
        assertThat(news).contains("* 2 EXISTS", "* 2 FETCH (UID 2 BODY[] {21}");
        assertThat(news.stream().filter(line -> line.startsWith("* STATUS"))).singleElement().asString().contains("\"misc\"").endsWith("UIDNEXT 2 MESSAGES 1)");
    }

    @Test
    void misuse() {
        lists();
        play("""
                C: a2 NOTIFY SET (personal (MessageExpunge))
                S: a2 BAD ...
                C: a3 NOTIFY SET (personal (AnnotationChange))
                S: a3 NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange)] ...
                C: a4 NOTIFY SET (selected (MailboxName))
                S: a4 BAD ...
                C: a5 NOTIFY SET (selected NONE) (selected-delayed NONE)
                S: a5 BAD ...
                C: a6 NOTIFY SET (personal (MessageNew (UID) MessageExpunge))
                S: a6 BAD ...
                C: a7 NOTIFY
                S: a7 BAD ...
                C: a8 NOTIFY SET (mailboxes nowhere (MessageNew MessageExpunge))
                S: a8 OK ...""");
    }
}
