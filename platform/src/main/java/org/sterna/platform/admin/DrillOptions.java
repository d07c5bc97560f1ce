package org.sterna.platform.admin;

import java.nio.file.Path;
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
 * @param seed       of everything that is left to chance; without one, one is chosen
 * @param data       the folder of everything; without one, a temporary one
 * @param keep       the folder is kept though nothing was wrong
 * @param sets       further settings of every node, {@code path=value}
 */
public record DrillOptions(int nodes, int cassandras, double minutes, String kill, double rate, OptionalLong seed, Optional<Path> data, boolean keep,
                           List<String> sets) {
    public DrillOptions {
        sets = List.copyOf(sets);
    }
}
