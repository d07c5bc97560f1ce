package org.sterna.benchmarks;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is measured at each size. */
enum ScaleFigure {
    /** Of the node and its Cassandra together. */
    PROCESSOR("milliseconds of processor time a message"),
    TIME("milliseconds, median"),
    /** The node's part of {@link #PROCESSOR}. */
    NODE(""),
    /** Its Cassandra's part. */
    CASSANDRA(""),
    /** Sent to Cassandra for a message. */
    MUTATIONS(""),
    READS("");

    private final String unit;

    ScaleFigure(String unit) {
        this.unit = unit;
    }

    /** Empty if no chart is drawn of it: it is in the table to explain others. */
    Optional<String> unit() {
        return unit.isEmpty() ? Optional.empty() : Optional.of(unit);
    }

    /** In tables and names of files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ScaleFigure> of(String word) {
        return Stream.of(values()).filter(figure -> figure.word().equals(word)).findFirst();
    }
}
