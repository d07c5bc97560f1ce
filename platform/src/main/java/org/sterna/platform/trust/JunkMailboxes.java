package org.sterna.platform.trust;

import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.MailboxId;

/** Where accounts keep what is to be kept apart. */
@FunctionalInterface
public interface JunkMailboxes {
    /**
     * The mailbox for junk, made if there is none. Fails if the store does not answer.
     *
     * @param account its address, as stored
     * @return of the account; its INBOX where it may have no more mailboxes
     */
    CompletionStage<MailboxId> of(String account);
}
