package org.sterna.platform.delivery;

import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;

/** A transaction that was accepted before and is sent again, because its reply had been lost. */
public non-sealed interface Repetition extends Entry {
    /**
     * Completes with the queue id of the first transaction, once that is durable. Fails if this is not known within a bounded
     * time, or if the first one was not accepted after all: the client is to try again later.
     */
    CompletionStage<QueueId> queueId();
}
