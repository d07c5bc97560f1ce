package org.sterna.platform.routing;

import java.util.concurrent.CompletionStage;

/** What an account has stored. */
@FunctionalInterface
public interface AccountUsage {
    /**
     * Octets of all messages in all of its mailboxes. Fails if the store does not answer.
     *
     * @param account its address, as stored
     */
    CompletionStage<Long> octets(String account);
}
