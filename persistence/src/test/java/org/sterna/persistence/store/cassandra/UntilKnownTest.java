package org.sterna.persistence.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UntilKnownTest {
    private static final TimeoutException NO_ANSWER = new TimeoutException("no answer");
    private static final CompletableFuture<Boolean> UNKNOWN = CompletableFuture.failedFuture(NO_ANSWER);
    private static final CompletableFuture<Optional<Boolean>> UNREAD = CompletableFuture.failedFuture(NO_ANSWER);
    private static final CompletableFuture<Optional<Boolean>> NOT_YET = CompletableFuture.completedFuture(Optional.empty());

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Deque<CompletableFuture<Boolean>> answers = new ArrayDeque<>();
    private final Deque<CompletableFuture<Optional<Boolean>>> looks = new ArrayDeque<>();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void answerIsEnough() {
        assertThat(run(List.of(answered(true)), List.of())).isTrue();
        assertThat(run(List.of(answered(false)), List.of())).isFalse();
    }

    @Test
    void withoutAnAnswerWhatIsThereTells() {
        assertThat(run(List.of(UNKNOWN), List.of(seen(true)))).isTrue();
        assertThat(run(List.of(UNKNOWN), List.of(UNREAD, UNREAD, seen(false)))).isFalse();
    }

    @Test
    void whatHasNotHappenedIsSentAgain() {
        assertThat(run(List.of(UNKNOWN, UNKNOWN, answered(true)), List.of(NOT_YET, UNREAD, NOT_YET))).isTrue();
        assertThat(run(List.of(UNKNOWN, answered(false)), List.of(NOT_YET))).isFalse();
    }

    @Test
    void itIsNeitherWhenTimeIsOver() {
        answers.add(UNKNOWN);
        assertThat(until(System.nanoTime()).run().toCompletableFuture()).failsWithin(60, TimeUnit.SECONDS).withThrowableThat().withCause(NO_ANSWER);
    }

    private static CompletableFuture<Boolean> answered(boolean applied) {
        return CompletableFuture.completedFuture(applied);
    }

    private static CompletableFuture<Optional<Boolean>> seen(boolean applied) {
        return CompletableFuture.completedFuture(Optional.of(applied));
    }

    /** Everything given is used. */
    private boolean run(List<CompletableFuture<Boolean>> itsAnswers, List<CompletableFuture<Optional<Boolean>>> itsLooks) {
        answers.addAll(itsAnswers);
        looks.addAll(itsLooks);
        boolean applied = until(System.nanoTime() + TimeUnit.MINUTES.toNanos(1)).run().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(answers).isEmpty();
        assertThat(looks).isEmpty();
        return applied;
    }

    private UntilKnown until(long deadline) {
        return new UntilKnown(answers::remove, looks::remove, timer, deadline);
    }
}
