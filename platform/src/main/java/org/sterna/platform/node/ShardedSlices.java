package org.sterna.platform.node;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.platform.asking.Asking;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Acted;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Found;

/** Asks the entities, wherever they run. */
record ShardedSlices(ClusterSharding sharding, int count) implements WaitingSlices {
    /** Reports are written, and what waits for an attempt under way has to wait. */
    private static final Duration ACT = Duration.ofMinutes(2);

    @Override
    public int sliceOf(QueueId id) {
        return QueueSliceEntity.sliceOf(id, count);
    }

    @Override
    public CompletionStage<Found> find(int slice, Selection selection, Sort sort, int limit) {
        return Asking.SOON.ask(QueueSliceEntity.ref(sharding, slice), replyTo -> new QueueSliceEntity.Find(selection, sort, limit, replyTo));
    }

    @Override
    public CompletionStage<Tally> count(int slice, Selection selection, int most) {
        return Asking.SOON.ask(QueueSliceEntity.ref(sharding, slice), replyTo -> new QueueSliceEntity.Count(selection, most, replyTo));
    }

    @Override
    public CompletionStage<Acted> act(int slice, Operation operation, Selection selection, Optional<QueueId> after, int most) {
        EntityRef<QueueSliceEntity.Message> entity = QueueSliceEntity.ref(sharding, slice);
        // Asked twice it would do what is left and count that: only when it is there it is asked, and once.
        return Asking.SOON.<QueueSliceEntity.Message, Tally>ask(entity, replyTo -> new QueueSliceEntity.Count(Selection.of(Set.of()), 0, replyTo))
                .thenCompose(there -> entity.ask(replyTo -> new QueueSliceEntity.Act(operation, selection, after, most, replyTo), ACT));
    }
}
