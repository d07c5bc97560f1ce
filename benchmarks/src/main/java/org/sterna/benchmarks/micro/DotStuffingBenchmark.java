package org.sterna.benchmarks.micro;

import java.io.ByteArrayOutputStream;
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
import org.sterna.protocols.smtp.ContentCheck;
import org.sterna.protocols.smtp.DataDecoder;
import org.sterna.protocols.smtp.DotStuffer;

/**
 * Message content behind DATA, in and out (RFC 5321 section 4.5.2), and behind BDAT (RFC 3030), with a copy into a buffer as a receiver makes it
 * unless it says otherwise. An operation is a megabyte: operations per second are MB/s.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DotStuffingBenchmark {
    private final byte[] content = Samples.megabyteOf(Samples.textLines());
    private final byte[] stuffed = stuffedContent();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(stuffed.length);

    private byte[] stuffedContent() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DotStuffer stuffer = new DotStuffer();
        stuffer.feed(content, 0, content.length, octets::write);
        stuffer.finish(octets::write);
        return octets.toByteArray();
    }

    /** The octets decoded. */
    @Benchmark
    public int decode() {
        out.reset();
        DataDecoder decoder = new DataDecoder(2L * Samples.MEGABYTE, DataDecoder.STANDARD_LINE_OCTETS);
        for (int at = 0; at < stuffed.length; at += Samples.CHUNK) {
            decoder.feed(stuffed, at, Math.min(Samples.CHUNK, stuffed.length - at), out::write);
        }
        if (decoder.end().isEmpty() || decoder.isFaulty()) {
            throw new IllegalStateException("the sample was not read to its end");
        }
        return out.size();
    }

    /** Decoded octets handed out, without the copy: the framer of content alone. */
    @Benchmark
    public long decodeOnly() {
        DataDecoder decoder = new DataDecoder(2L * Samples.MEGABYTE, DataDecoder.STANDARD_LINE_OCTETS);
        for (int at = 0; at < stuffed.length; at += Samples.CHUNK) {
            decoder.feed(stuffed, at, Math.min(Samples.CHUNK, stuffed.length - at), (octets, offset, length) -> {});
        }
        return decoder.octets();
    }

    /** Octets of chunks handed out, without the copy. */
    @Benchmark
    public long checkOnly() {
        ContentCheck check = ContentCheck.ofLines(2L * Samples.MEGABYTE, DataDecoder.STANDARD_LINE_OCTETS, DataDecoder.BareLineEnds.REFUSE);
        for (int at = 0; at < content.length; at += Samples.CHUNK) {
            check.feed(content, at, Math.min(Samples.CHUNK, content.length - at), (octets, offset, length) -> {});
        }
        return check.octets();
    }

    /** The octets written. */
    @Benchmark
    public int stuff() {
        out.reset();
        DotStuffer stuffer = new DotStuffer();
        for (int at = 0; at < content.length; at += Samples.CHUNK) {
            stuffer.feed(content, at, Math.min(Samples.CHUNK, content.length - at), out::write);
        }
        stuffer.finish(out::write);
        return out.size();
    }
}
