package org.sterna.platform.transfer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Outcome;

/** Questions without message: a few at a time, each with a connection of its own, outside the limits of destinations. Thread-safe. */
final class Questions {
    private record Waiting(RelayJob job, CompletableFuture<RelayResult> answer) { }

    private final Relay.Shared shared;
    private final int most;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int running;

    Questions(Relay.Shared shared, int most) {
        this.shared = shared;
        this.most = most;
    }

    /** The stage never fails. */
    CompletionStage<RelayResult> ask(RelayJob question, Duration limit) {
        Map<ForwardPath, Outcome> unanswered = new HashMap<>();
        question.forwardPaths().forEach(each -> unanswered.put(each, new Outcome.Deferred(new EnhancedStatus(4, 4, 1),
                "no answer within " + limit.toMillis() + " ms", Optional.empty())));
        Waiting next = new Waiting(question, new CompletableFuture<RelayResult>()
                .completeOnTimeout(RelayResult.of("", "", unanswered), limit.toMillis(), TimeUnit.MILLISECONDS));
        synchronized (this) {
            if (running >= most) {
                waiting.add(next);
                return next.answer();
            }
            running++;
        }
        start(next);
        return next.answer();
    }

    private void start(Waiting next) {
        RelayAttempt attempt = new RelayAttempt(shared, next.job(), new RelayAttempt.Owner() {
            @Override
            public void parked(RelayAttempt parked) {
                throw new AssertionError("a question has no limits");
            }

            @Override
            public void ended(RelayAttempt over, RelayResult result, boolean sent) {
                next.answer().complete(result);
            }
        });
        next.answer().whenComplete((result, failure) -> {
            attempt.abandon();
            following().ifPresent(this::start);
        });
        attempt.start();
    }

    private synchronized Optional<Waiting> following() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!next.answer().isDone()) {                      // else given up before its turn came
                return Optional.of(next);
            }
        }
        running--;
        return Optional.empty();
    }
}
