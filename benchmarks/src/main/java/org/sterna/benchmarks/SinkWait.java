package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.sterna.platform.drill.SinkTally;

/** Waits for what is relayed. */
final class SinkWait {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private SinkWait() { }

    /** @throws IOException if fewer different messages have come within a quarter of an hour */
    static void await(SinkTally tally, int messages) throws IOException {
        long end = System.nanoTime() + ComparedLoad.LIMIT.toNanos();
        while (tally.distinct() < messages) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(messages - tally.distinct() + " of " + messages + " messages were not relayed");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
