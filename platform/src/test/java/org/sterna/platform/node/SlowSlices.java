package org.sterna.platform.node;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Acted;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Found;

/** Every step of an operation takes some time. */
record SlowSlices(InMemorySlices slices) implements WaitingSlices {
    @Override
    public int count() {
        return slices.count();
    }

    @Override
    public int sliceOf(QueueId id) {
        return slices.sliceOf(id);
    }

    @Override
    public CompletionStage<Found> find(int slice, Selection selection, Sort sort, int limit) {
        return slices.find(slice, selection, sort, limit);
    }

    @Override
    public CompletionStage<Tally> count(int slice, Selection selection, int most) {
        return slices.count(slice, selection, most);
    }

    @Override
    public CompletionStage<Acted> act(int slice, Operation operation, Selection selection, Optional<QueueId> after, int most) {
        return CompletableFuture.supplyAsync(() -> slices.act(slice, operation, selection, after, most).toCompletableFuture().join(),
                CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS, task -> {
                    synchronized (slices) {
                        task.run();
                    }
                }));
    }
}
