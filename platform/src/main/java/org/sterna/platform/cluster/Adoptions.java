package org.sterna.platform.cluster;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.identity.Incarnation;

/**
 * Incarnations that are being taken over from, each by itself: one that is not fenced yet, or whose messages cannot be read, keeps no other waiting.
 * Thread-safe.
 */
final class Adoptions {
    private static final Logger LOG = LoggerFactory.getLogger(Adoptions.class);

    private final Function<Incarnation, CompletionStage<Void>> fence;
    private final Function<Incarnation, CompletionStage<String>> adoption;
    private final Set<Incarnation> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param fence    completes when nothing of an incarnation is acknowledged any more
     * @param adoption takes over from one that is fenced; completes with what it was, for people
     */
    Adoptions(Function<Incarnation, CompletionStage<Void>> fence, Function<Incarnation, CompletionStage<String>> adoption) {
        this.fence = fence;
        this.adoption = adoption;
    }

    /** Unless it is under way. What fails is to be begun again. */
    void begin(Incarnation dead) {
        if (underWay.add(dead)) {
            CompletableFuture.completedFuture(dead).thenCompose(fence).thenCompose(unused -> adoption.apply(dead)).whenComplete((what, failure) -> {
                underWay.remove(dead);
                if (failure == null) {
                    LOG.info("took over from {}: {}", dead, what);
                } else {
                    LOG.warn("what {} had in hand is not taken over yet: {}", dead, failure.toString());
                }
            });
        }
    }
}
