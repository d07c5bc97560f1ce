package org.sterna.persistence.queue.cassandra;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Reads the windows of an incarnation, some at once: one after the other they are as many round trips as there are windows, while a client waits for what
 * follows. What was read is told by the order of the windows, whichever is read first.
 */
final class Windows {
    static final int AT_ONCE = 8;

    private Windows() { }

    /**
     * Completes when nobody wants to know of another window, or there is none before the first one. Some more are read than are told of.
     *
     * @param step 1 or -1
     * @param told what was read of one window; whether to go on
     */
    static <T> CompletionStage<Void> walk(long first, int step, LongFunction<CompletionStage<T>> read, Predicate<T> told) {
        List<CompletableFuture<T>> some = new ArrayList<>();
        for (long window = first; some.size() < AT_ONCE && window >= 0; window += step) {
            some.add(read.apply(window).toCompletableFuture());
        }
        return CompletableFuture.allOf(some.toArray(CompletableFuture[]::new)).thenCompose(unused -> {
            boolean goOn = some.stream().map(CompletableFuture::join).allMatch(told);           // until one says no
            return goOn && some.size() == AT_ONCE ? walk(first + (long) step * AT_ONCE, step, read, told) : CompletableFuture.completedFuture(null);
        });
    }

    /** Counts windows without a row, one behind the other: so many are the end. */
    static final class End {
        private int missing;

        /** Whether there may be another window. */
        boolean mayFollow(boolean empty) {
            missing = empty ? missing + 1 : 0;
            return missing < CassandraIntake.MISSING;
        }
    }
}
