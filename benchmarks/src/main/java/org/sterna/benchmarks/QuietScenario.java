package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a server uses while nobody asks it for anything; it uses that while the other one is measured, too. */
final class QuietScenario implements ComparedScenario {
    private static final Duration SPAN = Duration.ofSeconds(10);

    @Override
    public void prepare(ComparedServer server) {
        // nothing is needed
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        Duration before = server.processorTime();
        TimeUnit.NANOSECONDS.sleep(SPAN.toNanos());
        Duration used = server.processorTime().minus(before);
        notes.add("nothing to do", "ms of processors in a second", (double) used.toMillis() / SPAN.toSeconds());
    }
}
