package org.sterna.platform.access.imap;

import static org.sterna.platform.TestNode.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;

/** What other commands find between the beginning and the end of a MOVE (RFC 6851 section 3.3): the second of three messages is on its way. */
class ImapMovingTest extends ImapConversation {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Map<String, Folder> folders;
    private Verdict.MoveStarted move;

    @BeforeEach
    void aMessageIsOnItsWay() {
        login();
        fill(3);
        client.play("C: c1 CREATE Archive\nS: c1 OK ...\nC: c2 CREATE Other\nS: c2 OK ...");
        folders = await(node.access().sharding().entityRefFor(AccountEntity.TYPE, user).<AccountEntity.Response>ask(replyTo ->
                new AccountEntity.Request(new AccountCommand.Look(), replyTo), PATIENCE)).account().folders();
        move = (Verdict.MoveStarted) inbox(new MailboxCommand.StartMove(folders.get("Archive").mailbox(), UidSet.of(2), by()));
        selectInbox(3);
    }

    private static By by() {
        return By.nobody(Instant.now());
    }

    private Verdict.Answer inbox(MailboxCommand command) {
        return ((Verdict.Accepted) await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, folders.get("INBOX").mailbox().value()).<Verdict>ask(replyTo ->
                new MailboxEntity.Request(command, replyTo), PATIENCE))).answer();
    }

    private void end() {
        inbox(new MailboxCommand.FinishMove(move.move(), move.uids(), by()));
    }

    @Test
    void storeIsRefusedWholeAndExpungeLeavesIt() {
        client.play("""
                C: a1 STORE 1:3 +FLAGS (\\Deleted)
                S: a1 NO [INUSE] A message is being moved to another mailbox; try again later
                C: a2 UID STORE 2 FLAGS.SILENT (\\Flagged)
                S: a2 NO [INUSE] ...
                C: a3 FETCH 1:3 FLAGS
                S: * 1 FETCH (FLAGS (\\Recent))
                S: * 2 FETCH (FLAGS (\\Recent))
                S: * 3 FETCH (FLAGS (\\Recent))
                S: a3 OK FETCH completed
                C: a4 STORE 1,3 +FLAGS.SILENT (\\Deleted)
                S: a4 OK STORE completed
                C: a5 EXPUNGE
                S: * 1 EXPUNGE
                S: * 2 EXPUNGE
                S: * 1 RECENT
                S: a5 OK EXPUNGE completed""");
        end();
        client.play("N: * 1 EXPUNGE");
    }

    @Test
    void itIsNotMovedTwiceAndNotReplaced() {
        client.play("""
                C: a1 MOVE 1:2 Other
                S: a1 NO [INUSE] ...
                C: a2 STATUS Other (MESSAGES)
                S: * STATUS "Other" (MESSAGES 0)
                S: a2 OK STATUS completed
                C: a3 REPLACE 2 INBOX {5+}
                C: a: b
                S: a3 NO [INUSE] ...
                C: a4 REPLACE 2 Other {5+}
                C: a: b
                S: a4 NO [INUSE] ...
                C: a5 STATUS Other (MESSAGES)
                S: * STATUS "Other" (MESSAGES 0)
                S: a5 OK STATUS completed
                C: a6 COPY 2 Other
                S: a6 OK [COPYUID ... 2 1] COPY completed""");
        inbox(new MailboxCommand.FinishMove(move.move(), UidSet.EMPTY, by()));
        client.play("""
                C: a7 MOVE 2 Other
                S: * OK [COPYUID ... 2 2] Moved
                S: * 2 EXPUNGE
                S: * 2 RECENT
                S: a7 OK MOVE completed""");
    }

    @Test
    void readingDoesNotMarkItAsSeen() {
        client.play("""
                C: a1 FETCH 1:3 BODY[TEXT]<0.5>
                S: * 1 FETCH (... {5}
                S: Hello FLAGS (\\Seen \\Recent))
                S: * 2 FETCH (... {5}
                S: Hello)
                S: * 3 FETCH (... {5}
                S: Hello FLAGS (\\Seen \\Recent))
                S: a1 OK FETCH completed
                C: a2 SEARCH UNSEEN
                S: * SEARCH 2
                S: a2 OK SEARCH completed""");
    }
}
