package org.sterna.persistence.destination;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The limits of a destination as the settings of an asking node have them; those of the newest ask count.
 *
 * @param connections at one time, at least 1
 * @param rates       all are kept
 * @param grant       how long a grant lives; 100 ms to 1 m
 * @param watch       how failures are taken; empty for keys that have no health of their own
 */
public record Limits(int connections, List<Rate> rates, Duration grant, Optional<Watch> watch) {
    /**
     * @param failures     in a row without a success between them, after which it counts as down; at least 1
     * @param firstPause   until the first probe
     * @param longestPause until one of the later ones; each pause is twice the one before
     * @param slowStart    connections of one that is new, or just back; at least 1
     */
    public record Watch(int failures, Duration firstPause, Duration longestPause, int slowStart) { }

    public Limits {
        rates = List.copyOf(rates);
        if (connections < 1) {
            throw new IllegalArgumentException(connections + " connections");
        }
    }
}
