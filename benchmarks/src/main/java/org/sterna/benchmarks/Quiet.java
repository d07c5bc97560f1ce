package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until servers have done what followed from the work before, such as compaction. */
final class Quiet {
    private static final Duration SPAN = Duration.ofSeconds(1);
    /** Of all servers together in that span. */
    private static final Duration LITTLE = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private Quiet() { }

    /** At most two minutes. */
    static void await(List<? extends ComparedServer> servers) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        Duration before = used(servers);
        Duration spent = LONGEST;
        while (spent.compareTo(LITTLE) > 0 && System.nanoTime() - end < 0) {
            TimeUnit.NANOSECONDS.sleep(SPAN.toNanos());
            Duration now = used(servers);
            spent = now.minus(before);
            before = now;
        }
    }

    private static Duration used(List<? extends ComparedServer> servers) throws IOException {
        Duration sum = Duration.ZERO;
        for (ComparedServer server : servers) {
            sum = sum.plus(server.processorTime());
        }
        return sum;
    }
}
