package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** ESEARCH in several mailboxes (RFC 7377). */
class MultiSearchTest extends AccountConversation {
    private void mailboxes() {
        login();
        for (String name : new String[] {"folder1", "folder2", "folder2/banana", "folder2/peach", "folder2/salmon/smoked"}) {
            client.send("c CREATE " + name + "\r\n");
            client.expect("c OK ...");
        }
        put("folder1", "Subject: chad\n\n1\n");
        put("folder1", "(\\Seen)", "Subject: other\n\n2\n");
        put("folder2/banana", "Subject: about chad\n\n3\n");
        put("folder2/salmon/smoked", "Subject: chad\n\n4\n");
    }

    @Test
    void severalMailboxesAnswerEachForItself() {                         // RFC 7377 section 3
        mailboxes();
        play("""
                C: tag1 ESEARCH IN (mailboxes "folder1" subtree "folder2") unseen
                C: tag2 ESEARCH IN (mailboxes "folder1" subtree-one "folder2") subject "chad"
                S: * ESEARCH (TAG "tag1" MAILBOX "folder1" UIDVALIDITY ...) UID ALL 1
                S: * ESEARCH (TAG "tag1" MAILBOX "folder2/banana" UIDVALIDITY ...) UID ALL 1
                S: * ESEARCH (TAG "tag1" MAILBOX "folder2/salmon/smoked" UIDVALIDITY ...) UID ALL 1
                S: tag1 OK ESEARCH completed
                S: * ESEARCH (TAG "tag2" MAILBOX "folder1" UIDVALIDITY ...) UID ALL 1
                S: * ESEARCH (TAG "tag2" MAILBOX "folder2/banana" UIDVALIDITY ...) UID ALL 1
                S: tag2 OK ESEARCH completed
                C: tag3 ESEARCH IN (personal) RETURN (COUNT MIN) FROM nobody
                S: tag3 OK ESEARCH completed
                C: tag4 ESEARCH IN (inboxes subscribed mailboxes nowhere) ALL
                S: tag4 OK ESEARCH completed
                C: tag5 ESEARCH IN (mailboxes folder1 personal) RETURN (COUNT PARTIAL 1:1) ALL
                S: * ESEARCH (TAG "tag5" MAILBOX "folder1" UIDVALIDITY ...) UID COUNT 2 PARTIAL (1:1 1)
                S: * ESEARCH (TAG "tag5" MAILBOX "folder2/banana" UIDVALIDITY ...) UID COUNT 1 PARTIAL (1:1 1)
                S: * ESEARCH (TAG "tag5" MAILBOX "folder2/salmon/smoked" UIDVALIDITY ...) UID COUNT 1 PARTIAL (1:1 1)
                S: tag5 OK ...
                C: tag6 ESEARCH IN (mailboxes folder1) 2:100
                S: * ESEARCH (TAG "tag6" MAILBOX "folder1" UIDVALIDITY ...) UID ALL 2
                S: tag6 OK ...""");
    }

    @Test
    void theSelectedMailbox() {                                          // RFC 7377 section 2.2
        mailboxes();
        play("""
                C: a2 ESEARCH unseen
                S: a2 BAD ...
                C: a3 ESEARCH IN (selected) unseen
                S: a3 BAD ...
                C: a4 ESEARCH IN (personal) RETURN (SAVE) unseen
                S: a4 BAD ...""");
        select("folder1");
        play("""
                C: a5 ESEARCH unseen
                S: * ESEARCH (TAG "a5" MAILBOX "folder1" UIDVALIDITY ...) UID ALL 1
                S: a5 OK ...
                C: a6 ESEARCH IN (selected) RETURN (SAVE COUNT) ALL
                S: * ESEARCH (TAG "a6" MAILBOX "folder1" UIDVALIDITY ...) UID COUNT 2
                S: a6 OK ...
                C: a7 SEARCH $ SEEN
                S: * SEARCH 2
                S: a7 OK ...""");
        assertThat(ask("ESEARCH IN (selected mailboxes folder1) RETURN (COUNT) ALL")).hasSize(1);
    }
}
