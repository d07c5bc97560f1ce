package org.sterna.platform.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The connections of this node: how many there are, and those that rest between two messages. Thread-safe. */
final class ConnectionPool {
    private final int most;
    private final Map<SessionKey, Deque<OpenSession>> byKey = new HashMap<>();
    /** The longest resting first. */
    private final Set<OpenSession> resting = new LinkedHashSet<>();
    private final Map<String, Integer> restingOf = new HashMap<>();
    private int open;

    ConnectionPool(int most) {
        this.most = most;
    }

    /** Counts one more; if there are too many, the one that rests longest is told to go, and its place is free when it has gone. */
    synchronized boolean tryOpen() {
        if (open < most) {
            open++;
            return true;
        }
        closeOne(any -> true);
        return false;
    }

    /** One is gone. */
    synchronized void closed() {
        open--;
    }

    /** Takes one that rests; of several the one used last, so that the others may go. */
    synchronized Optional<OpenSession> take(SessionKey key) {
        Deque<OpenSession> some = byKey.get(key);
        if (some == null) {
            return Optional.empty();
        }
        OpenSession taken = some.peekLast();
        remove(taken);
        return Optional.of(taken);
    }

    /** It has nothing to do. */
    synchronized void rest(OpenSession session) {
        if (resting.add(session)) {
            byKey.computeIfAbsent(session.key(), unused -> new ArrayDeque<>()).addLast(session);
            restingOf.merge(session.key().destination(), 1, Integer::sum);
        }
        session.rest();
    }

    /** Takes it out; false if it does not rest: somebody has it. */
    synchronized boolean remove(OpenSession session) {
        if (!resting.remove(session)) {
            return false;
        }
        Deque<OpenSession> some = byKey.get(session.key());
        some.remove(session);
        if (some.isEmpty()) {
            byKey.remove(session.key());
        }
        restingOf.computeIfPresent(session.key().destination(), (destination, count) -> count == 1 ? null : count - 1);
        return true;
    }

    /** Tells the longest resting of those that fit to go. */
    synchronized boolean closeOne(Predicate<OpenSession> which) {
        Optional<OpenSession> oldest = resting.stream().filter(which).findFirst();
        oldest.ifPresent(session -> {
            remove(session);
            session.leave();
        });
        return oldest.isPresent();
    }

    /** Tells all that rest and fit to go. */
    synchronized void closeAll(Predicate<OpenSession> which) {
        while (closeOne(which)) {
            // the next
        }
    }

    synchronized int restingOf(String destination) {
        return restingOf.getOrDefault(destination, 0);
    }

    synchronized int open() {
        return open;
    }
}
