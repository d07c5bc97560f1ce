package org.sterna.platform.access.imap;

import static org.sterna.platform.TestNode.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;

/** An account is removed while its user is logged in. */
class AccountRemovalTest extends AccountConversation {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private AccountEntity.Response ask(AccountCommand command) {
        return await(node.access().sharding().entityRefFor(AccountEntity.TYPE, user).<AccountEntity.Response>ask(replyTo ->
                new AccountEntity.Request(command, replyTo), PATIENCE));
    }

    /** As the command {@code account remove} does: the account first, then its mailboxes. */
    private void remove() {
        MailboxId inbox = ask(new AccountCommand.Look()).account().folders().get("INBOX").mailbox();
        ask(new AccountCommand.Remove(node.access().clock().instant()));
        await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value()).<Verdict>ask(replyTo -> new MailboxEntity.Request(
                new MailboxCommand.Delete(By.nobody(node.access().clock().instant())), replyTo), PATIENCE));
    }

    @Test
    void whoHasAMailboxOpenIsSentAway() {                                // RFC 2180 section 3.3
        login();
        fill(1);
        select("INBOX");
        play("C: a2 IDLE\nS: + idling");
        remove();
        play("""
                S: * BYE The selected mailbox was deleted
                S: <closed>""");
    }

    @Test
    void whoHasNoneOpenFindsNoMailboxesAndStaysOut() {
        login();
        fill(1);
        remove();
        play("""
                C: a2 SELECT INBOX
                S: a2 NO [NONEXISTENT] ...
                C: a3 LIST "" *
                S: a3 NO [NONEXISTENT] ...
                C: a4 CREATE new
                S: a4 NO [NONEXISTENT] ...
                C: a5 STATUS INBOX (MESSAGES)
                S: a5 NO [NONEXISTENT] ...
                C: a6 APPEND INBOX {5+}
                C: a: b
                S: a6 NO ...
                C: a8 NOOP
                S: a8 OK ...
                C: a9 UNAUTHENTICATE
                S: a9 OK ...""");
        client.send("b1 LOGIN " + user + " secret\r\n");
        client.expect("b1 NO [AUTHENTICATIONFAILED] ...");
    }
}
