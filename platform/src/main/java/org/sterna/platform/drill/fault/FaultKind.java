package org.sterna.platform.drill.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A kind of fault, as {@code --kill} names it. */
public enum FaultKind {
    /** {@code kill -9} of a Sterna node, which is started again after a while. */
    NODE,
    /** {@code kill -9} of two Sterna nodes in the same moment, which are started again together after a while. */
    NODES,
    /** {@code kill -9} of a Cassandra node, which is started again after a while. */
    CASSANDRA,
    /** A Sterna node, sometimes one of Cassandra, stands still for a while and goes on: SIGSTOP and SIGCONT. */
    PAUSE,
    /** A Sterna node and the others do not hear each other for a while, or one side does not hear the other. All still reach Cassandra. */
    PARTITION,
    /** A planned stop of a Sterna node, which drains, and a start. */
    RESTART,
    /** {@code kill -9} of all Cassandra nodes but a minority, which are started again after a while. */
    QUORUM,
    /** All Cassandra nodes stand still for a while and go on. */
    STALL;

    /**
     * Reads {@code node,pause}.
     *
     * @throws IllegalArgumentException with a text for people
     */
    public static Set<FaultKind> parse(String names) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String name : names.split(",")) {
            kinds.add(Arrays.stream(values()).filter(kind -> kind.word().equals(name.strip())).findFirst().orElseThrow(() ->
                    new IllegalArgumentException("there is no fault named \"" + name + "\"; there are "
                            + Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", ")))));
        }
        return kinds;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
