package org.sterna.persistence.queue;

/**
 * Gives equal values the same object, so that a million lines of a thousand senders hold a thousand strings. It remembers a bounded number of
 * values in sets of four, and forgets one of a set when a fifth comes: a value that was forgotten is a second object, nothing else. Thread-safe without locks,
 * because the values are immutable and two threads at worst both keep their own.
 */
final class Shared<T> {
    private static final int WAYS = 4;

    private final Object[] places;

    /** @param places a power of two, at least 4 */
    Shared(int places) {
        this.places = new Object[places];
    }

    /** An equal value: the same one for all who ask, as far as it is remembered. */
    @SuppressWarnings("unchecked")
    T of(T value) {
        int hash = value.hashCode() * 0x9E3779B9;
        int first = (hash >>> 16) * WAYS & places.length - 1;
        for (int i = first; i < first + WAYS; i++) {
            Object known = places[i];
            if (known == null) {
                places[i] = value;
                return value;
            }
            if (known.equals(value)) {
                return (T) known;
            }
        }
        places[first + (hash & WAYS - 1)] = value;
        return value;
    }
}
