package org.sterna.persistence.wire.pekko;

import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * How many {@link EntityMessages} this node has written for other nodes and read from them. What stays on a node has no written form and is not counted, nor
 * are Pekko's own messages: heartbeats, gossip, topics. Thread-safe.
 */
public final class MessageCounts implements Extension {
    private static final Id ID = new Id();

    private static final class Id extends ExtensionId<MessageCounts> {
        @Override
        public MessageCounts createExtension(ActorSystem<?> system) {
            return new MessageCounts();
        }
    }

    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();

    /** Those of a node. */
    public static MessageCounts of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    void sentOne() {
        sent.increment();
    }

    void receivedOne() {
        received.increment();
    }

    public long sent() {
        return sent.sum();
    }

    public long received() {
        return received.sum();
    }
}
