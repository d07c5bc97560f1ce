package org.sterna.persistence.queue.pekko;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.WaitingMessage;

/** How many messages wait in the slices that live on this node, as the slices last told. Thread-safe. */
public final class WaitingCounts implements Extension {
    private static final Id ID = new Id();

    private static final class Id extends ExtensionId<WaitingCounts> {
        @Override
        public WaitingCounts createExtension(ActorSystem<?> system) {
            return new WaitingCounts();
        }
    }

    private record Told(Object by, int[] states) { }

    private final Map<Integer, Told> slices = new ConcurrentHashMap<>();

    /** Those of a node. */
    public static WaitingCounts of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /** @param by the entity in this life: an earlier one that ends late does not take away what it has told */
    void tell(int number, Slice slice, Object by) {
        slices.put(number, new Told(by, slice.counts()));
    }

    void leave(int number, Object by) {
        slices.computeIfPresent(number, (slice, told) -> told.by() == by ? null : told);
    }

    /** Slices on this node. */
    public int slices() {
        return slices.size();
    }

    /** Every state has a count. */
    public Map<WaitingMessage.State, Long> counted() {
        Map<WaitingMessage.State, Long> counted = new EnumMap<>(WaitingMessage.State.class);
        for (WaitingMessage.State state : WaitingMessage.State.values()) {
            counted.put(state, slices.values().stream().mapToLong(told -> told.states()[state.ordinal()]).sum());
        }
        return counted;
    }
}
