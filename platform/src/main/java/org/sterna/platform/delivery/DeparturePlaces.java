package org.sterna.platform.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sterna.platform.transfer.Relay;

/**
 * The places on the way to destinations that one attempt of a message holds, and its departures that wait for one (ADR 0013), until
 * {@link #giveBack}. For the attempt's thread.
 */
final class DeparturePlaces {
    /** A departure that waits. */
    private record Parked(String destination, List<Integer> recipients, Runnable wake) { }

    /** What became of a departure that was told of a place. */
    enum Opening { TAKEN, WAITS_ON, CLOSED, NOT_WAITING }

    private final Relay relay;
    private final List<String> held = new ArrayList<>();
    private final Map<Departure, Parked> parked = new HashMap<>();
    private Optional<String> given;

    /** @param given a place that the slice has taken for this attempt */
    DeparturePlaces(Relay relay, Optional<String> given) {
        this.relay = relay;
        this.given = given;
        given.ifPresent(held::add);
    }

    /** Takes a place if there is one, the given one first. */
    boolean take(String destination) {
        if (given.filter(destination::equals).isPresent()) {
            given = Optional.empty();
            return true;
        }
        if (!relay.tryStart(destination)) {
            return false;
        }
        held.add(destination);
        return true;
    }

    /** @param wake called from any thread when there may be a place: {@link #opened} is to be asked then */
    void await(Departure departure, String destination, List<Integer> recipients, Runnable wake) {
        parked.put(departure, new Parked(destination, recipients, wake));
        relay.whenOpen(destination, wake);
    }

    /** Tries to take the place that a departure waits for; of one that was taken, {@link #leave} tells the recipients. */
    Opening opened(Departure departure) {
        Parked waiting = parked.get(departure);
        if (waiting == null) {
            return Opening.NOT_WAITING;
        }
        if (!relay.isOpen(waiting.destination())) {
            return Opening.CLOSED;
        }
        if (take(waiting.destination())) {
            return Opening.TAKEN;
        }
        relay.whenOpen(waiting.destination(), waiting.wake());
        return Opening.WAITS_ON;
    }

    /** The departure waits no longer; its recipients, unless it had left before. */
    Optional<List<Integer>> leave(Departure departure) {
        Optional<Parked> waiting = Optional.ofNullable(parked.remove(departure));
        waiting.ifPresent(each -> relay.forget(each.destination(), each.wake()));
        return waiting.map(Parked::recipients);
    }

    /** The attempt is over. */
    void giveBack() {
        held.forEach(relay::ended);
        parked.values().forEach(each -> relay.forget(each.destination(), each.wake()));
    }
}
