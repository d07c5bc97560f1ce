package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A loop whose steps wait for something: each begins on the actor when the one before is done, as a message of its own, so that
 * others have their turn in between and nothing goes on when the actor has stopped.
 */
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

    /**
     * Begins at once; called on the actor.
     *
     * @param next what is worked on in a round, empty at the end
     * @param use  called on the actor
     * @return completes on the actor
     */
    static <T> CompletionStage<Void> whileNext(Executor actor, Supplier<CompletionStage<Optional<T>>> next, Function<T, CompletionStage<Void>> use) {
        boolean[] ended = {false};
        return of(actor, () -> ended[0] ? Optional.empty() : Optional.of(next.get().thenComposeAsync(found -> {
            ended[0] = found.isEmpty();
            return found.map(use).orElseGet(() -> CompletableFuture.completedFuture(null));
        }, actor)));
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
