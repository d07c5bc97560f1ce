package org.sterna.platform.sweeping;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** One asynchronous step behind the other, without a stack that grows with them. */
final class Steps {
    private Steps() { }

    /** Repeats the step until it says false, or fails. */
    static CompletionStage<Void> whileTrue(Supplier<CompletionStage<Boolean>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        repeat(step, done);
        return done;
    }

    private static void repeat(Supplier<CompletionStage<Boolean>> step, CompletableFuture<Void> done) {
        CompletionStage<Boolean> made;
        try {
            made = step.get();
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
            return;
        }
        made.whenCompleteAsync((again, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (again) {
                repeat(step, done);
            } else {
                done.complete(null);
            }
        });
    }

    static <T> CompletionStage<Void> each(List<T> items, Function<T, CompletionStage<?>> step) {
        Iterator<T> left = items.iterator();
        return whileTrue(() -> left.hasNext() ? step.apply(left.next()).thenApply(unused -> true) : CompletableFuture.completedFuture(false));
    }
}
