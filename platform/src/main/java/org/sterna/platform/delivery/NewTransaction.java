package org.sterna.platform.delivery;

import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;

/**
 * A transaction that was not known. Should its connection end at any time from here on without a sign that the reply was read, there is a claim, as
 * soon as the message is durable.
 */
public non-sealed interface NewTransaction extends Entry {
    /**
     * Called once, in any case.
     *
     * @param stored what {@link MessageQueue#accept} returned; if it fails, the transaction is over
     */
    void storing(CompletionStage<QueueId> stored);
}
