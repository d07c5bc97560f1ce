package org.sterna.persistence.store.cassandra;

import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lightweight transaction until it is known what became of it. Without an answer it may have been applied or not; a read at the serial level settles that,
 * and only when it was not applied is it sent again.
 */
final class UntilKnown {
    private static final Logger LOG = LoggerFactory.getLogger(UntilKnown.class);
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final Supplier<CompletionStage<Boolean>> transaction;
    private final Supplier<CompletionStage<Optional<Boolean>>> look;
    private final ScheduledExecutorService timer;
    private final long deadline;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private long pauseMillis = 20;

    /**
     * @param look     completes with what became of it; empty if it was not applied, and still can be
     * @param deadline on the clock of {@link System#nanoTime}; what is not known then remains so, and fails
     */
    UntilKnown(Supplier<CompletionStage<Boolean>> transaction, Supplier<CompletionStage<Optional<Boolean>>> look, ScheduledExecutorService timer, long deadline) {
        this.transaction = transaction;
        this.look = look;
        this.timer = timer;
        this.deadline = deadline;
    }

    CompletionStage<Boolean> run() {
        send();
        return done;
    }

    private void send() {
        transaction.get().whenComplete((applied, failure) -> {
            if (failure == null) {
                done.complete(applied);
            } else {
                again(failure, this::settle);
            }
        });
    }

    private void settle() {
        look.get().whenComplete((became, failure) -> {
            if (failure != null) {
                again(failure, this::settle);
            } else if (became.isPresent()) {
                done.complete(became.get());
            } else {
                send();
            }
        });
    }

    private void again(Throwable failure, Runnable step) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof InvalidQueryException || cause instanceof SyntaxError
                || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis) - deadline >= 0) {
            done.completeExceptionally(cause);
            return;
        }
        LOG.debug("what became of a lightweight transaction is looked for in {} ms: {}", pauseMillis, cause.toString());
        timer.schedule(step, pauseMillis, TimeUnit.MILLISECONDS);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
    }
}
