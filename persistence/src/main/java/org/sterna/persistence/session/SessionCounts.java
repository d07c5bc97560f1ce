package org.sterna.persistence.session;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The open sessions of one node, by service. Thread-safe. */
public final class SessionCounts {
    /**
     * @param open          all of them
     * @param authenticated those of an account
     */
    public record OfService(long open, long authenticated) { }

    private record Adders(LongAdder open, LongAdder authenticated) { }

    private final Map<String, Adders> services = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();

    /** A session became what it is now; empty stands for one that is not yet, or no more, open. */
    public void changed(Optional<Session> before, Optional<Session> now) {
        before.ifPresent(session -> add(session, -1));
        now.ifPresent(session -> add(session, 1));
    }

    private void add(Session session, int count) {
        Adders adders = services.computeIfAbsent(session.service(), unused -> new Adders(new LongAdder(), new LongAdder()));
        adders.open().add(count);
        if (session.account().isPresent()) {
            adders.authenticated().add(count);
        }
    }

    /** An event was not written, because too many waited. */
    public void droppedEvent() {
        dropped.increment();
    }

    public long droppedEvents() {
        return dropped.sum();
    }

    /** Sorted by service; those that had a session since the start. */
    public Map<String, OfService> counted() {
        Map<String, OfService> counted = new TreeMap<>();
        services.forEach((service, adders) -> counted.put(service, new OfService(adders.open().sum(), adders.authenticated().sum())));
        return counted;
    }
}
