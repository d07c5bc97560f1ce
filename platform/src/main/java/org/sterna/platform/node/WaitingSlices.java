package org.sterna.platform.node;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Acted;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Found;

/** The waiting messages of all nodes, slice by slice. A slice that does not answer in time makes a failed stage. */
interface WaitingSlices {
    /** How many there are; they are numbered from 0. */
    int count();

    /** Where a message waits, if it does. */
    int sliceOf(QueueId id);

    CompletionStage<Found> find(int slice, Selection selection, Sort sort, int limit);

    /** @param most destinations told apart */
    CompletionStage<Tally> count(int slice, Selection selection, int most);

    /** One step of an operation: so many messages at most, behind the given one. */
    CompletionStage<Acted> act(int slice, Operation operation, Selection selection, Optional<QueueId> after, int most);
}
