package org.sterna.persistence.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.destination.DestinationEvent.DestinationDown;
import org.sterna.persistence.destination.DestinationEvent.DestinationFrozen;
import org.sterna.persistence.destination.DestinationEvent.DestinationThawed;
import org.sterna.persistence.destination.DestinationEvent.DestinationUp;
import org.sterna.persistence.destination.DestinationEvent.GrantsEnded;
import org.sterna.persistence.destination.DestinationEvent.GrantsReserved;

/**
 * What is durable of one destination.
 *
 * @param frozen   by an operator
 * @param down     if it has been so for long
 * @param length   the longest life of a grant that may be alive
 * @param reserves what may have been granted, the oldest first; those that no rate counts any more are dropped
 */
public record Destination(Optional<Condition.Frozen> frozen, Optional<DestinationDown> down, Duration length, List<Reserve> reserves) {
    public static final Destination EMPTY = new Destination(Optional.empty(), Optional.empty(), Duration.ZERO, List.of());

    /** @param until no grant of it is made, or alive, from then on */
    public record Reserve(Instant until, int connects, int messages) { }

    public Destination {
        reserves = List.copyOf(reserves);
    }

    /** No grant may be alive from then on; empty if there never was one. */
    public Optional<Instant> grantsUntil() {
        return reserves.isEmpty() ? Optional.empty() : Optional.of(reserves.get(reserves.size() - 1).until());
    }

    /** An operator stops it; a second time changes the reason. */
    public List<DestinationEvent> freeze(String reason, Instant now) {
        return frozen.filter(before -> before.reason().equals(reason)).isPresent() ? List.of() : List.of(new DestinationFrozen(reason, now));
    }

    public List<DestinationEvent> thaw(Instant now) {
        return frozen.isEmpty() ? List.of() : List.of(new DestinationThawed(now));
    }

    public Destination evolve(DestinationEvent event) {
        if (event instanceof GrantsReserved reserved) {
            List<Reserve> kept = cut(reserved.at().plus(length), reserved.before());
            kept.removeIf(old -> old.until().plus(Rate.LONGEST).isBefore(reserved.at()));
            kept.add(new Reserve(reserved.until(), reserved.connects(), reserved.messages()));
            Duration longest = grantsUntil().filter(reserved.at()::isBefore).isPresent() && length.compareTo(reserved.length()) > 0
                    ? length : reserved.length();
            return new Destination(frozen, down, longest, kept);
        } else if (event instanceof GrantsEnded ended) {
            return new Destination(frozen, down, length, cut(ended.at(), ended.last()));
        } else if (event instanceof DestinationDown is) {
            return new Destination(frozen, Optional.of(is), length, reserves);
        } else if (event instanceof DestinationUp) {
            return new Destination(frozen, Optional.empty(), length, reserves);
        } else if (event instanceof DestinationFrozen is) {
            return new Destination(Optional.of(new Condition.Frozen(is.reason(), is.at())), down, length, reserves);
        } else if (event instanceof DestinationThawed) {
            return new Destination(Optional.empty(), down, length, reserves);
        }
        throw new AssertionError(event);
    }

    /** The last reserve ends here at the latest: another one takes its place, or nothing is granted any more. */
    private List<Reserve> cut(Instant at, DestinationEvent.Spent spent) {
        List<Reserve> kept = new ArrayList<>(reserves);
        if (!kept.isEmpty()) {
            Reserve last = kept.remove(kept.size() - 1);
            kept.add(new Reserve(last.until().isBefore(at) ? last.until() : at, Math.min(last.connects(), spent.connects()),
                    Math.min(last.messages(), spent.messages())));
        }
        return kept;
    }
}
