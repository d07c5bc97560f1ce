package org.sterna.platform.transfer;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.mtasts.StsPolicy;

/** Knows the policies of other domains (RFC 8461). Thread-safe; blocks nobody. */
public interface StsLookup {
    /** Asks nobody. */
    StsLookup NOTHING = domain -> CompletableFuture.completedFuture(Optional.empty());

    /**
     * The policy in force.
     *
     * @param domain of recipients, in ASCII
     * @return empty if there is none, or one whose mode is none; never fails, and ends in bounded time
     */
    CompletionStage<Optional<StsPolicy>> policy(String domain);
}
