package org.sterna.platform.asking;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * Asks an entity, and again as long as it does not answer: what was on its way to an entity whose node died is lost, and the entity answers elsewhere a few
 * seconds later. The first answer counts, whichever question it is to. So every question must be one that may be asked twice: it reads, or makes something so
 * that may be so already, or the entity knows it again.
 *
 * @param first until it is asked for the second time; the next pauses are longer each
 * @param all   until it is given up, with a {@link TimeoutException}
 */
public record Asking(Duration first, Duration all) {
    /** Somebody waits for the answer. */
    public static final Asking SOON = new Asking(Duration.ofSeconds(1), Duration.ofSeconds(22));
    /** Nobody waits, and there may be thousands of questions at a time. */
    public static final Asking LATER = new Asking(Duration.ofSeconds(3), Duration.ofSeconds(24));

    /** What is to be asked once more when entities have moved; of the whole process, and only what has no answer yet. */
    private static final Set<Runnable> OPEN = ConcurrentHashMap.newKeySet();

    /** A question that says whether it was asked before. */
    public interface Question<M, T> {
        M of(ActorRef<T> replyTo, boolean again);
    }

    /** A node is gone, and with it perhaps questions that were on their way to it: all that are open are asked once more, beside their own repetitions. */
    public static void entitiesMoved() {
        OPEN.forEach(Runnable::run);
    }

    /** The same, for another time in all. */
    public Asking within(Duration time) {
        return new Asking(first, time);
    }

    /** @param question the entity does not care how often it is asked */
    public <M, T> CompletionStage<T> ask(EntityRef<M> entity, Function<ActorRef<T>, M> question) {
        return askAgain(entity, (replyTo, again) -> question.apply(replyTo));
    }

    /** @param question the entity looks whether it did already what it is asked again */
    public <M, T> CompletionStage<T> askAgain(EntityRef<M> entity, Question<M, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        long end = System.nanoTime() + all.toNanos();
        Runnable again = () -> {
            if (!answer.isDone()) {
                entity.<T>ask(replyTo -> question.of(replyTo, true), left(end)).thenAccept(answer::complete);
            }
        };
        OPEN.add(again);
        answer.whenComplete((done, failure) -> OPEN.remove(again));
        ask(entity, question, answer, end, first, false);
        return answer;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private <M, T> void ask(EntityRef<M> entity, Question<M, T> question, CompletableFuture<T> answer, long end, Duration pause, boolean again) {
        Duration left = left(end);
        boolean last = left.compareTo(pause) <= 0;
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        if (!last) {
            // Its timer goes with its answer, and so does the message that it holds.
            next.completeOnTimeout(true, pause.toMillis(), TimeUnit.MILLISECONDS);
            answer.whenComplete((done, failure) -> next.complete(false));
            next.thenAccept(wanted -> {
                if (wanted && !answer.isDone()) {
                    CompletableFuture.runAsync(() -> ask(entity, question, answer, end, pause.multipliedBy(3).dividedBy(2), true));     // not on the timer's thread
                }
            });
        }
        entity.<T>ask(replyTo -> question.of(replyTo, again), left).whenComplete((reply, failure) -> {
            if (failure == null) {
                answer.complete(reply);
            } else if (last || !(failure instanceof TimeoutException)) {
                answer.completeExceptionally(failure);
            }
        });
    }
}
