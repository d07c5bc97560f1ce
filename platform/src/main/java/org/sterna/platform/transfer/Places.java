package org.sterna.platform.transfer;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The places of one destination, and who waits for one. Not safe for use by several threads: the agent locks.
 *
 * <p>Nobody says who he is when he takes a place, so whoever was woken finds a number of places that newcomers are refused while others still wait; one
 * that does not come for it loses them with {@link #forget()}.
 */
final class Places {
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int taken;
    private int invited;
    private boolean old;

    boolean take(long capacity) {
        if (taken >= capacity || invited == 0 && !waiting.isEmpty()) {
            return false;
        }
        invited = Math.max(0, invited - 1);
        taken++;
        return true;
    }

    /** @throws IllegalStateException when more are given back than were taken */
    void giveBack() {
        if (taken == 0) {
            throw new IllegalStateException("a place is given back that nobody had");
        }
        taken--;
    }

    void await(Runnable wake) {
        waiting.add(wake);
    }

    /** Who is to be woken now; call until empty. */
    Optional<Runnable> invite(long capacity) {
        long free = capacity - taken - invited;
        if (free <= 0 || waiting.isEmpty()) {
            return Optional.empty();
        }
        invited++;
        old = false;
        Runnable first = waiting.iterator().next();
        waiting.remove(first);
        return Optional.of(first);
    }

    /** Who waits no longer; whoever was invited already declines. */
    void forget(Runnable wake) {
        if (!waiting.remove(wake)) {
            invited = Math.max(0, invited - 1);
        }
    }

    /** Called about once a second: who was woken a second ago and has not come does not come any more. */
    void forget() {
        if (old) {
            invited = 0;
        }
        old = true;
    }

    int taken() {
        return taken;
    }

    boolean isUnused() {
        return taken == 0 && waiting.isEmpty();
    }

    int awaited() {
        return waiting.size();
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }
}
