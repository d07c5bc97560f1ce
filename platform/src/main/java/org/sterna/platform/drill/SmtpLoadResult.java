package org.sterna.platform.drill;

import java.time.Duration;
import java.util.BitSet;
import java.util.SortedMap;

/**
 * What came of a load run.
 *
 * @param acknowledged the numbers answered with 2xx; the caller's own copy
 * @param refused      the numbers refused
 * @param replyLost    the numbers whose fate was unknown, once at least; if the plan sends again, they may be acknowledged, too
 * @param replies      how often each reply code was read, of all commands
 * @param elapsed      from the first connection to the last reply
 * @param dotToReply   times from sending the final dot to its reply, acknowledged messages only
 * @param connections  connections made
 */
public record SmtpLoadResult(
        BitSet acknowledged,
        BitSet refused,
        BitSet replyLost,
        SortedMap<Integer, Long> replies,
        Duration elapsed,
        LatencyHistogram dotToReply,
        long connections) {

    public double acknowledgedPerSecond() {
        return acknowledged.cardinality() / (elapsed.toNanos() / 1e9);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return "%d acknowledged, %d refused, %d replies lost in %.2f s over %d connections: %.0f/s; dot to reply p50 %.2f ms, p99 %.2f ms, max %.2f ms; replies %s"
                .formatted(acknowledged.cardinality(), refused.cardinality(), replyLost.cardinality(), elapsed.toNanos() / 1e9, connections,
                        acknowledgedPerSecond(), millis(dotToReply.percentile(50)), millis(dotToReply.percentile(99)),
                        millis(dotToReply.max()), replies);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
