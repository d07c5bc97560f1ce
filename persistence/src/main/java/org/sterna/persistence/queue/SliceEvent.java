package org.sterna.persistence.queue;

import java.time.Instant;
import org.sterna.persistence.identity.QueueId;

/** What has happened to a slice of the waiting messages. */
public sealed interface SliceEvent {
    /** It waits here; also when it is put off again. What is held stays held, whatever this says of its state. */
    record MessageWaits(WaitingMessage message) implements SliceEvent { }

    /** It is complete. */
    record MessageLeft(QueueId id) implements SliceEvent { }

    /** An operator holds it. */
    record MessageHeld(QueueId id, Instant at) implements SliceEvent { }

    /** It is held no more, and has the state again that it had before. */
    record MessageReleased(QueueId id, Instant at) implements SliceEvent { }

    /** It is due at another time than it said itself; without effect on what is held. */
    record MessageHurried(QueueId id, Instant due) implements SliceEvent { }
}
