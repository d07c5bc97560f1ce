package org.sterna.persistence.claim;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;

/** Keeps claims beyond the life of a node. No method blocks; what is called later wins. */
public interface ClaimStore {
    /** Completes when the claim is durable; fails if that is not known. It vanishes by itself at the end of its life. */
    CompletionStage<Void> put(Claim claim);

    /** Completes when no claim with this fingerprint is there; fails if that is not known. */
    CompletionStage<Void> delete(Fingerprint fingerprint);

    /** Some claims, so many at most, in no order. */
    CompletionStage<List<Claim>> load(int most);

    /**
     * The transactions of a dead incarnation whose replies may not have been read: they have no claim yet. The incarnation
     * must have been fenced before.
     */
    CompletionStage<List<Claim>> unreadBy(Incarnation dead);
}
