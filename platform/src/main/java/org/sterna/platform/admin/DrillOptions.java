package org.sterna.platform.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code ./sterna drill} was given; nothing is checked yet.
 *
 * @param nodes      of Sterna
 * @param cassandras of Cassandra
 * @param minutes    of faults
 * @param kill       which faults, with commas between
 * @param rate       messages a second
 * @param length  of each fault, from its beginning to its healing; empty for one at random
 * @param seed       of everything that is left to chance; without one, one is chosen
 * @param data       the folder of everything; without one, a temporary one
 * @param keep       the folder is kept though nothing was wrong
 * @param sets       further settings of every node, {@code path=value}
 */
public record DrillOptions(int nodes, int cassandras, double minutes, String kill, double rate, Optional<Duration> length, OptionalLong seed, Optional<Path> data, boolean keep,
                           List<String> sets) {
    public DrillOptions {
        sets = List.copyOf(sets);
    }
}
