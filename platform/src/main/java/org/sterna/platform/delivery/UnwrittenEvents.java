package org.sterna.platform.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.cassandra.CassandraIntake;

/**
 * The events of one message that are not durable yet, in their order. Everything that waits is written at once, all or none; the next only when it is known to be
 * durable, and one whose fate is unknown is written again, unchanged. Used by one actor.
 */
final class UnwrittenEvents {
    private record Open(QueueEvent event, int number, CompletableFuture<Void> durable) { }

    private final CassandraIntake intake;
    private final QueueId id;
    private final Deque<Open> open = new ArrayDeque<>();
    private List<Open> writing = List.of();

    UnwrittenEvents(CassandraIntake intake, QueueId id) {
        this.intake = intake;
        this.id = id;
    }

    /** @param number of the event */
    void add(QueueEvent event, int number, CompletableFuture<Void> durable) {
        open.add(new Open(event, number, durable));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Writes what is to be written; empty if there is nothing, or a write is under way. Its end is to be told by {@link #written} or {@link #failed}. */
    Optional<CompletionStage<Void>> write(int epoch) {
        if (!writing.isEmpty() || open.isEmpty()) {
            return Optional.empty();
        }
        writing = List.copyOf(open);
        return Optional.of(intake.append(id, writing.get(0).number(), epoch, writing.stream().map(Open::event).toList()));
    }

    void failed() {
        writing = List.of();
    }

    /** Nobody writes them any more: whoever waits for them must not go on. */
    void abandon() {
        open.forEach(each -> each.durable().completeExceptionally(new IllegalStateException(id + ": the attempt ended before its events were durable")));
    }

    void written() {
        List<Open> done = writing;
        writing = List.of();
        done.forEach(each -> {
            open.remove(each);
            each.durable().complete(null);
        });
    }
}
