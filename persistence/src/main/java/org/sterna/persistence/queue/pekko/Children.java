package org.sterna.persistence.queue.pekko;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.identity.QueueId;

/** The messages of a slice that are in an attempt. One has ended when what it said is durable and its actor is gone. */
final class Children {
    private static final class Child {
        private final ActorRef<?> actor;
        private final boolean withPlace;
        private boolean told;
        private boolean stored;
        private boolean gone;

        private Child(ActorRef<?> actor, boolean withPlace) {
            this.actor = actor;
            this.withPlace = withPlace;
        }
    }

    private final Map<QueueId, Child> running = new HashMap<>();
    private int withPlace;

    void add(QueueId id, ActorRef<?> actor, boolean place) {
        running.put(id, new Child(actor, place));
        withPlace += place ? 1 : 0;
    }

    boolean has(QueueId id) {
        return running.containsKey(id);
    }

    int withPlace() {
        return withPlace;
    }

    int withoutPlace() {
        return running.size() - withPlace;
    }

    /** It said how it ended. */
    void told(QueueId id) {
        Child child = running.get(id);
        if (child != null) {
            child.told = true;
        }
    }

    /**
     * What it said is durable.
     *
     * @return whether it has ended with that
     */
    boolean stored(QueueId id) {
        Child child = running.get(id);
        if (child == null) {
            return false;
        }
        child.stored = true;
        return endIfOver(id, child);
    }

    /**
     * The actor is gone.
     *
     * @return whether it has ended with that
     */
    boolean gone(QueueId id, ActorRef<?> actor) {
        Child child = running.get(id);
        if (child == null || !child.actor.equals(actor)) {
            return false;
        }
        child.gone = true;
        return endIfOver(id, child);
    }

    /** Whether the actor of a message in an attempt is gone, and never said how it ended. */
    boolean wordless(QueueId id) {
        Child child = running.get(id);
        return child != null && child.gone && !child.told;
    }

    private boolean endIfOver(QueueId id, Child child) {
        if (!child.stored || !child.gone) {
            return false;
        }
        running.remove(id);
        withPlace -= child.withPlace ? 1 : 0;
        return true;
    }

    void clear() {
        running.clear();
        withPlace = 0;
    }
}
