package org.sterna.platform.drill;

import java.io.PrintStream;

/** Lines with the seconds since the beginning in front. */
final class DrillClock {
    private final long start = System.nanoTime();
    private final PrintStream out;

    DrillClock(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.printf("%7.1f  %s%n", (System.nanoTime() - start) / 1e9, line);
        out.flush();
    }
}
