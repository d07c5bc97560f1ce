package org.sterna.platform.access.imap;

import static org.sterna.platform.TestNode.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.pekko.AccountEntity;

/** What an account has no room for (RFC 9208 section 4.3.1). */
class ImapQuotaTest extends AccountConversation {
    /** Less than any message: what was counted of the messages before does not matter. */
    private static final long NO_ROOM = 10;

    /** Two messages in the INBOX, which is selected, and no room for a third. */
    private void fullAccount() {
        login();
        play("C: a1 CREATE other\nS: a1 OK ...");
        fill(2);
        select("INBOX");
        limit(NO_ROOM);
    }

    private void limit(long octets) {
        await(node.access().sharding().entityRefFor(AccountEntity.TYPE, user).<AccountEntity.Response>ask(replyTo -> new AccountEntity.Request(
                new AccountCommand.SetQuota(new QuotaLimits(Optional.of(octets), Optional.empty()), node.access().clock().instant()), replyTo),
                Duration.ofSeconds(60)));
    }

    private void nothingWasAdded() {
        play("""
                C: z1 STATUS other (MESSAGES)
                S: * STATUS "other" (MESSAGES 0)
                S: z1 OK ...
                C: z2 NOOP
                S: z2 OK ...""");
    }

    @Test
    void aMessageThatWaitsIsRefusedBeforeItIsSent() {
        fullAccount();
        play("""
                C: b1 APPEND other {100000}
                S: b1 NO [OVERQUOTA] ...""");
        nothingWasAdded();
    }

    @Test
    void aMessageThatDoesNotWaitIsPassedOver() {                         // RFC 7888 section 4
        fullAccount();
        client.send("b1 APPEND other {100000+}\r\n" + "x".repeat(100_000) + "\r\n");
        client.expect("b1 NO [OVERQUOTA] ...");
        nothingWasAdded();
    }

    @Test
    void allMessagesOfACommandOrNone() {                                 // RFC 3502 section 6.3.11
        fullAccount();
        client.send("b1 APPEND other {5+}\r\na: b\n {100000}\r\n");
        client.expect("b1 NO [OVERQUOTA] ...");
        nothingWasAdded();
    }

    @Test
    void aPartThatAnotherMessageHasNeedsRoomToo() {                      // RFC 4469 section 3
        fullAccount();
        play("""
                C: b1 APPEND other CATENATE (URL "/INBOX/;UID=1")
                S: b1 NO [OVERQUOTA] ...""");
        nothingWasAdded();
    }

    @Test
    void copiesCountAndMovesDoNot() {
        fullAccount();
        play("""
                C: b1 COPY 1:2 other
                S: b1 NO [OVERQUOTA] ...
                C: b2 UID COPY 2 other
                S: b2 NO [OVERQUOTA] ...""");
        nothingWasAdded();
        play("""
                C: b3 MOVE 1 other
                S: * OK [COPYUID ... 1 1] ...
                S: * 1 EXPUNGE
                S: * 1 RECENT
                S: b3 OK MOVE completed""");
    }

    @Test
    void whatReplacesAMessageMayBeAsLongAsThatOne() {                    // RFC 8508 section 3.4
        fullAccount();
        play("""
                C: b1 REPLACE 1 INBOX {100000}
                S: b1 NO [OVERQUOTA] ...
                C: b2 FETCH 1 (UID)
                S: * 1 FETCH (UID 1)
                S: b2 OK ...""");
    }

    @Test
    void thereIsRoomAgainWhenTheLimitIsRaised() {
        fullAccount();
        play("C: b1 COPY 1 other\nS: b1 NO [OVERQUOTA] ...");
        limit(1_000_000);
        play("C: b2 COPY 1 other\nS: b2 OK [COPYUID ... 1 1] COPY completed");
    }
}
