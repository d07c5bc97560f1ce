package org.sterna.benchmarks;

import java.io.PrintWriter;
import java.time.Duration;

/** Where a scenario writes what it has measured of one server in one round; it is told at once, too. */
final class ComparedNotes {
    private final String server;
    private final ComparedReadings readings;
    private final PrintWriter told;

    ComparedNotes(String server, ComparedReadings readings, PrintWriter told) {
        this.server = server;
        this.readings = readings;
        this.told = told;
    }

    void add(String scenario, String quantity, double value) {
        readings.add(server, new ComparedFigure(scenario, quantity), value);
        told.printf("  %-22s %s: %s %s%n", server, scenario, ComparedReadings.number(value), quantity);
        told.flush();
    }

    /**
     * The same of something that used the server's processors.
     *
     * @param processor of all of it
     * @param pieces    how many messages, sessions or commands it was
     */
    void add(String scenario, String quantity, double value, Duration processor, long pieces) {
        readings.add(server, new ComparedFigure(scenario, quantity), value, processor, pieces);
        told.printf("  %-22s %s: %s %s, %s ms of processors each%n", server, scenario, ComparedReadings.number(value), quantity,
                ComparedReadings.number(processor.toNanos() / 1e6 / pieces));
        told.flush();
    }
}
