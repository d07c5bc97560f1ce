package org.sterna.persistence.queue;

import java.time.Instant;
import org.sterna.persistence.identity.QueueId;

/** What has happened to a slice of the waiting messages. */
public sealed interface SliceEvent {
    /** It waits here, and is due then; also when it is put off again. */
    record MessageWaits(QueueId id, Instant due, String reason) implements SliceEvent { }

    /** It is complete. */
    record MessageLeft(QueueId id) implements SliceEvent { }
}
