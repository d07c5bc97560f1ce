package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A loop whose steps wait for something: each begins on the actor when the one before is done. */
final class Repetition {
    private final Executor actor;
    private final Supplier<Optional<CompletionStage<Void>>> step;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Repetition(Executor actor, Supplier<Optional<CompletionStage<Void>>> step) {
        this.actor = actor;
        this.step = step;
    }

    /**
     * Begins at once; called on the actor.
     *
     * @param step one round, empty if there is nothing left to do
     * @return completes on the actor
     */
    static CompletionStage<Void> of(Executor actor, Supplier<Optional<CompletionStage<Void>>> step) {
        Repetition repetition = new Repetition(actor, step);
        repetition.round();
        return repetition.done;
    }

    private void round() {
        try {
            Optional<CompletionStage<Void>> waiting = step.get();
            if (waiting.isEmpty()) {
                done.complete(null);
            } else {
                waiting.get().whenCompleteAsync((unused, failure) -> {
                    if (failure != null) {
                        done.completeExceptionally(failure);
                    } else {
                        round();
                    }
                }, actor);
            }
        } catch (RuntimeException failure) {
            done.completeExceptionally(failure);
        }
    }
}
