package org.sterna.persistence.claim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

/** Keeps claims beyond the life of a node. No method blocks; what is called later wins. */
public interface ClaimStore {
    /**
     * Completes when the claim is durable, and with it that the reply was perhaps not read; fails if that is not known. Both vanish
     * by themselves at the end of the claim's life.
     */
    CompletionStage<Void> put(Claim claim);

    /** As {@link #put} of a claim in whose place there is another one already: only that the reply was perhaps not read. */
    CompletionStage<Void> putUnread(Claim claim);

    /** Completes when it is durable that a reply, or that to its repetition, was read by this time. */
    CompletionStage<Void> putRead(Fingerprint fingerprint, QueueId queueId, Instant at);

    /** What is known of the reply to this transaction, whether there is a claim or not. */
    CompletionStage<Optional<ReplyFate>> fate(Fingerprint fingerprint, QueueId queueId);

    /** Completes when no claim with this fingerprint is there, whatever is known of replies; fails if that is not known. */
    CompletionStage<Void> delete(Fingerprint fingerprint);

    /** Some claims, so many at most, in no order. */
    CompletionStage<List<Claim>> load(int most);

    /**
     * @param claims of transactions whose replies may not have been read, and that have no claim yet
     * @param seen   every acceptance that was looked at: all those that can be known again and were not final
     */
    record Unread(List<Claim> claims, Set<QueueId> seen) { }

    /** What a dead incarnation, which must have been fenced before, has left of transactions. */
    CompletionStage<Unread> unreadBy(Incarnation dead);
}
