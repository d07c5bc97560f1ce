package org.sterna.benchmarks;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is measured at each size. */
enum ScaleFigure {
    /** Of the node and its Cassandra together. */
    PROCESSOR("Processor time of a message", "milliseconds, node and Cassandra together"),
    TIME("Median times", "milliseconds"),
    /** The node's part of {@link #PROCESSOR}. */
    NODE("", ""),
    /** Its Cassandra's part. */
    CASSANDRA("", ""),
    /** Sent to Cassandra for a message. */
    MUTATIONS("", ""),
    READS("", "");

    private final String title;
    private final String unit;

    ScaleFigure(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** Of its chart. */
    String title() {
        return title;
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
