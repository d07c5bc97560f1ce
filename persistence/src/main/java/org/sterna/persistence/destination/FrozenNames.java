package org.sterna.persistence.destination;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sterna.persistence.codec.EventCodec;

/** The ids of the destinations that may be frozen, so that they are found without asking all there ever were. Each knows itself whether it is. */
public record FrozenNames(SortedSet<String> ids) {
    public static final FrozenNames EMPTY = new FrozenNames(new TreeSet<>());

    public static final EventCodec<FrozenNamesEvent> EVENTS = EventCodec.<FrozenNamesEvent>builder()
            .event(FrozenNamesEvent.NameAdded.class, "frozen-name-added", 1, (event, out) -> out.text(event.id()),
                    in -> new FrozenNamesEvent.NameAdded(in.text()))
            .event(FrozenNamesEvent.NameRemoved.class, "frozen-name-removed", 1, (event, out) -> out.text(event.id()),
                    in -> new FrozenNamesEvent.NameRemoved(in.text()))
            .build();

    /** The event, if it makes a difference. */
    public List<FrozenNamesEvent> decide(FrozenNamesEvent wanted) {
        boolean different = wanted instanceof FrozenNamesEvent.NameAdded added ? !ids.contains(added.id())
                : wanted instanceof FrozenNamesEvent.NameRemoved removed && ids.contains(removed.id());
        return different ? List.of(wanted) : List.of();
    }

    public FrozenNames evolve(FrozenNamesEvent event) {
        SortedSet<String> next = new TreeSet<>(ids);
        if (event instanceof FrozenNamesEvent.NameAdded added) {
            next.add(added.id());
        } else if (event instanceof FrozenNamesEvent.NameRemoved removed) {
            next.remove(removed.id());
        } else {
            throw new AssertionError(event);
        }
        return new FrozenNames(next);
    }
}
