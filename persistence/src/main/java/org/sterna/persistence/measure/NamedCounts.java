package org.sterna.persistence.measure;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A counter for each of a few names, which are words of the program and never of a client. Thread-safe. */
public final class NamedCounts {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** @param names that are told though they were not counted yet */
    public NamedCounts(Collection<String> names) {
        names.forEach(name -> counts.put(name, new LongAdder()));
    }

    public void add(String name) {
        LongAdder known = counts.get(name);
        (known != null ? known : counts.computeIfAbsent(name, unused -> new LongAdder())).increment();
    }

    /** Sorted by name. */
    public Map<String, Long> counted() {
        Map<String, Long> counted = new TreeMap<>();
        counts.forEach((name, count) -> counted.put(name, count.sum()));
        return counted;
    }
}
