package org.sterna.platform.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The room that first attempts have in memory. A message that finds none waits a moment for it before its client is answered: so clients that send faster than
 * mail leaves send their next message later, and few messages must go through their slices, where each costs writes and is read again. Thread-safe.
 */
final class InFlow {
    private record Waiting(long octets, CompletableFuture<Boolean> answer) { }

    private final int maxMessages;
    private final long maxOctets;
    private final Duration delay;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int messages;
    private long octets;

    /**
     * @param maxMessages at one time, 1 or more
     * @param maxOctets   what they hold together; one message that is alone may hold more
     * @param delay       how long a message waits for room; zero for not at all
     */
    InFlow(int maxMessages, long maxOctets, Duration delay) {
        this.maxMessages = maxMessages;
        this.maxOctets = maxOctets;
        this.delay = delay;
    }

    /** Completes with true once there is room, which is taken then; with false after the delay. Never fails. */
    CompletionStage<Boolean> enter(long size) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        synchronized (this) {
            if (waiting.isEmpty() && fits(size)) {
                take(size);
                return CompletableFuture.completedFuture(true);
            }
            if (delay.isZero()) {
                return CompletableFuture.completedFuture(false);
            }
            waiting.add(new Waiting(size, answer));
        }
        return answer.completeOnTimeout(false, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean fits(long size) {
        return messages == 0 || messages < maxMessages && octets + size <= maxOctets;
    }

    private void take(long size) {
        messages++;
        octets += size;
    }

    /** A message that had room leaves, and those that have waited longest take it. */
    void leave(long size) {
        Deque<CompletableFuture<Boolean>> next = new ArrayDeque<>();
        synchronized (this) {
            messages--;
            octets -= size;
            while (!waiting.isEmpty() && (waiting.peek().answer().isDone() || fits(waiting.peek().octets()))) {
                Waiting first = waiting.poll();
                if (!first.answer().isDone()) {
                    take(first.octets());
                    next.add(first.answer());
                    // Who gave up in this very moment has not taken it.
                    first.answer().thenAccept(entered -> {
                        if (!entered) {
                            leave(first.octets());
                        }
                    });
                }
            }
        }
        next.forEach(answer -> answer.complete(true));
    }

    /** Messages that have room now. */
    synchronized int messages() {
        return messages;
    }
}
