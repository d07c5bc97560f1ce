package org.sterna.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MessageSummaryCodec;
import org.sterna.protocols.message.MimeScanner;

/** From the octets of a 5 KB message to its summary, and the summary's written form. An operation is one message. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MimeScannerBenchmark {
    private final byte[] message = Samples.message();
    private final MessageSummary summary = scan();
    private final byte[] written = MessageSummaryCodec.encode(summary);

    /** The summary. */
    @Benchmark
    public final MessageSummary scan() {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(message);
        return scanner.finish();
    }

    /** The summary's octets, as delivery writes them. */
    @Benchmark
    public byte[] encode() {
        return MessageSummaryCodec.encode(summary);
    }

    /** The summary, as FETCH reads it. */
    @Benchmark
    public MessageSummary decode() {
        return MessageSummaryCodec.decode(written);
    }
}
