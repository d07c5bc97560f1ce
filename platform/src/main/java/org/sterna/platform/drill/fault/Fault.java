package org.sterna.platform.drill.fault;

import java.time.Duration;

/**
 * One fault.
 *
 * @param target what it is done to
 * @param index  which of them, from 0; of {@link FaultKind#NODES}, and of {@link FaultKind#QUORUM}, the first
 * @param way    of a partition
 * @param length until it is healed, or until a killed process is started again
 * @param settle how long everything is left alone after all is well again
 */
public record Fault(FaultKind kind, Target target, int index, Way way, Duration length, Duration settle) {

    /** What it is done to. */
    public enum Target { NODE, CASSANDRA }

    /** What does not get through. */
    public enum Way {
        /** Nothing, in neither direction; also of faults that are no partitions. */
        BOTH,
        /** What the target sends. */
        FROM_TARGET,
        /** What is sent to the target. */
        TO_TARGET
    }

    @Override
    public String toString() {
        String whom = (target == Target.NODE ? "n" : "c") + (index + 1);
        String seconds = String.format(" for %.1f s", length.toMillis() / 1000.0);
        return switch (kind) {
            case NODE, CASSANDRA -> "kill -9 of " + whom + ", down" + seconds;
            case NODES -> "kill -9 of " + whom + " and the next, down" + seconds;
            case RESTART -> "planned stop of " + whom + ", started again after" + seconds.substring(" for".length());
            case QUORUM -> "kill -9 of a majority of Cassandra, " + whom + " first, down" + seconds;
            case STALL -> "all of Cassandra stands still" + seconds;
            case PAUSE -> whom + " stands still" + seconds;
            case PARTITION -> "partition of " + whom + (way == Way.BOTH ? "" : way == Way.FROM_TARGET ? ", which is not heard," : ", which does not hear,") + seconds;
        };
    }
}
