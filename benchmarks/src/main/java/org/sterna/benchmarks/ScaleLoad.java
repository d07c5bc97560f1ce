package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.sterna.platform.drill.LatencyHistogram;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;

/** Sends mail to a node and notes what a message costs it. */
final class ScaleLoad {
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final int FILLING_SESSIONS = 64;
    private static final int PACED_SESSIONS = 16;

    private final ScaleNode node;
    private final ScaleOptions options;
    private int runs;

    ScaleLoad(ScaleNode node, ScaleOptions options) {
        this.node = node;
        this.options = options;
    }

    /** Messages that are not measured; returns when all are delivered. */
    void warmUp(List<String> recipients) throws IOException, InterruptedException {
        if (options.warmup() > 0) {
            double before = node.done();
            send(recipients, options.warmup(), options.size(), options.sessions(), Optional.empty());
            node.awaitDone(before + options.warmup(), LIMIT);
        }
    }

    /** Messages for the queue to keep; returns when all are accepted. */
    void fill(List<String> recipients, int messages) throws IOException, InterruptedException {
        send(recipients, messages, options.fillSize(), FILLING_SESSIONS, Optional.empty());
    }

    /** Sends as fast as they are taken, recipients in turn, until all have been delivered or relayed, and notes what a message cost. */
    void cost(String series, long size, List<String> recipients, ScaleReadings readings) throws IOException, InterruptedException {
        double done = node.done();
        ScaleNode.Usage before = node.usage();
        send(recipients, options.messages(), options.size(), options.sessions(), Optional.empty());
        node.awaitDone(done + options.messages(), LIMIT);
        ScaleNode.Usage after = node.usage();
        double processor = each(after.processor().minus(before.processor()));
        double cassandra = each(after.cassandra().minus(before.cassandra()));
        readings.add(ScaleFigure.PROCESSOR, series, size, processor);
        readings.add(ScaleFigure.NODE, series, size, Math.max(0, processor - cassandra));
        readings.add(ScaleFigure.CASSANDRA, series, size, cassandra);
        readings.add(ScaleFigure.MUTATIONS, series, size, (after.mutations() - before.mutations()) / (double) options.messages());
        readings.add(ScaleFigure.READS, series, size, (after.reads() - before.reads()) / (double) options.messages());
    }

    private double each(Duration time) {
        return time.toNanos() / 1e6 / options.messages();
    }

    /** Sends so many a second as the options say, and notes the median time from final dot to reply. */
    void time(String series, long size, List<String> recipients, ScaleReadings readings) throws IOException, InterruptedException {
        double done = node.done();
        SmtpLoadResult result = send(recipients, options.paced(), options.size(), PACED_SESSIONS, Optional.of(options.rate()));
        node.awaitDone(done + options.paced(), LIMIT);
        time(series, size, result.dotToReply(), readings);
    }

    /** Notes the median. */
    static void time(String series, long size, LatencyHistogram times, ScaleReadings readings) {
        readings.add(ScaleFigure.TIME, series, size, times.percentile(50).toNanos() / 1e6);
    }

    private SmtpLoadResult send(List<String> recipients, int messages, int octets, int sessions, Optional<Double> rate) throws IOException, InterruptedException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SmtpLoadResult result = SmtpLoad.run(new SmtpLoadPlan(node.smtp(), sessions, messages, octets, "load@example.net", recipients, Integer.MAX_VALUE, rate, true,
                false, REPLY_TIMEOUT, LIMIT, "scale-" + ++runs + "-" + now.getEpochSecond(), now), SmtpLoadListener.NONE);
        if (result.acknowledged().cardinality() != messages) {
            throw new IOException("not all of " + messages + " messages were acknowledged: " + result);
        }
        return result;
    }
}
