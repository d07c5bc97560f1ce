package org.sterna.platform.access.imap;

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
                S2: b3 OK ...
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
                C: a4 NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))
                S: * 1 EXISTS
                S: * ... RECENT
                S: a4 OK ...""");
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
