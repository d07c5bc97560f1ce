package org.sterna.platform.drill.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The faults of a drill one after the other, every kind once before any comes again: the same seed gives the same ones. For one thread. */
public final class FaultPlan {
    private static final int CASSANDRA_PAUSES = 4;
    private static final Set<FaultKind> CASSANDRAS = EnumSet.of(FaultKind.CASSANDRA, FaultKind.QUORUM, FaultKind.STALL);

    private final Random random;
    private final List<FaultKind> kinds;
    private final List<FaultKind> round = new ArrayList<>();
    private final int nodes;
    private final int cassandras;
    private final Optional<Duration> length;

    /**
     * @param kinds at least one; a partition needs two nodes, the death of two a third
     * @param length of each fault, more than nothing; empty for one at random
     * @throws IllegalArgumentException with a text for people
     */
    public FaultPlan(long seed, Set<FaultKind> kinds, int nodes, int cassandras, Optional<Duration> length) {
        if (length.filter(each -> each.isNegative() || each.isZero()).isPresent()) {
            throw new IllegalArgumentException("a fault lasts longer than nothing");
        }
        if (kinds.contains(FaultKind.PARTITION) && nodes < 2) {
            throw new IllegalArgumentException("a partition needs at least two nodes");
        }
        if (kinds.contains(FaultKind.NODES) && nodes < 3) {
            throw new IllegalArgumentException("two nodes are killed at once only if a third one is left");
        }
        this.random = new Random(seed);
        this.kinds = kinds.stream().sorted().toList();
        this.nodes = nodes;
        this.cassandras = cassandras;
        this.length = length;
    }

    public Fault next() {
        if (round.isEmpty()) {
            round.addAll(kinds);
            Collections.shuffle(round, random);
        }
        FaultKind kind = round.remove(round.size() - 1);
        boolean ofCassandra = CASSANDRAS.contains(kind) || kind == FaultKind.PAUSE && cassandras > 1 && random.nextInt(CASSANDRA_PAUSES) == 0;
        int index = random.nextInt(ofCassandra ? cassandras : nodes);
        Fault.Way way = kind == FaultKind.PARTITION ? Fault.Way.values()[random.nextInt(Fault.Way.values().length)] : Fault.Way.BOTH;
        Duration drawn = switch (kind) {
            case NODE, NODES -> between(1, 6);
            case CASSANDRA, RESTART -> between(2, 15);
            case QUORUM -> between(20, 60);
            case STALL -> between(10, 30);
            case PAUSE -> ofCassandra ? between(2, 20) : between(4, 30);
            case PARTITION -> between(15, 40);
        };
        return new Fault(kind, ofCassandra ? Fault.Target.CASSANDRA : Fault.Target.NODE, index, way, length.orElse(drawn), between(1, 5));
    }

    private Duration between(int least, int most) {
        return Duration.ofMillis(1000L * least + random.nextInt(1000 * (most - least)));
    }
}
