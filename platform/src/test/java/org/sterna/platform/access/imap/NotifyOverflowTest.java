package org.sterna.platform.access.imap;

import org.junit.jupiter.api.Test;

/** More mailboxes than a session can watch (RFC 5465 section 5.8). */
class NotifyOverflowTest extends AccountConversation {
    /** INBOX among them. */
    private void mailboxes(int count) {
        login();
        int missing = count - 1;
        for (int i = 0; missing > 0; i++) {
            int levels = Math.min(100, missing);
            client.send("c" + i + " CREATE box" + i + "/x".repeat(levels - 1) + "\r\n");
            client.expect("c" + i + " OK ...");
            missing -= levels;
        }
    }

    @Test
    void moreMailboxesThanCanBeWatchedAreRefused() {
        mailboxes(NotifyWish.MOST_MAILBOXES + 1);
        play("""
                C: a2 NOTIFY SET (personal (MessageNew MessageExpunge))
                S: a2 NO [NOTIFICATIONOVERFLOW] ...
                C: a3 NOTIFY SET (subtree box0 (MessageNew MessageExpunge))
                S: a3 OK NOTIFY completed""");
    }

    @Test
    void oneMailboxTooManyEndsAllNotifications() {
        mailboxes(NotifyWish.MOST_MAILBOXES);
        loginAlso("2");
        play("""
                C: a2 NOTIFY SET (personal (MessageNew MessageExpunge MailboxName))
                S: a2 OK NOTIFY completed
                C2: b2 CREATE more
                S2: b2 OK ...
                S: * OK [NOTIFICATIONOVERFLOW] ...
                C2: b3 DELETE more
                S2: b3 OK ...""");
        appendAlso("2", "INBOX", "Subject: not");
        play("""
                C: a3 NOOP
                S: a3 OK NOOP completed
                C: a4 NOTIFY SET STATUS (mailboxes INBOX (MessageNew MessageExpunge))
                S: * STATUS "INBOX" (UIDVALIDITY ... UIDNEXT 2 MESSAGES 1)
                S: a4 OK NOTIFY completed""");
        appendAlso("2", "INBOX", "Subject: yes");
        play("S: * STATUS \"INBOX\" (UIDVALIDITY ... UIDNEXT 3 MESSAGES 2)");
    }
}
