package org.sterna.platform.quota;

import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.QuotaUsage;

/** What an account has stored. */
@FunctionalInterface
public interface AccountUsage {
    /**
     * All messages in all of its mailboxes. Fails if the store does not answer.
     *
     * @param account its address, as stored
     */
    CompletionStage<QuotaUsage> of(String account);
}
