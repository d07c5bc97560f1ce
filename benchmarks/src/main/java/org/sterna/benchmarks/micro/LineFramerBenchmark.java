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
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.SmtpCommandParser;

/** Finding SMTP command lines in chunks of octets. An operation is a megabyte: operations per second are MB/s. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LineFramerBenchmark {
    private final byte[] octets = Samples.megabyteOf("MAIL FROM:<smith@example.net> SIZE=5120 BODY=8BITMIME\r\n"
            + "RCPT TO:<jones@example.org>\r\nDATA\r\nRSET\r\n");
    private final LineFramer framer = new LineFramer(SmtpCommandParser.MAX_LINE_OCTETS);

    /** The lines found. */
    @Benchmark
    public int frame() {
        int lines = 0;
        for (int at = 0; at < octets.length; at += Samples.CHUNK) {
            framer.feed(octets, at, Math.min(Samples.CHUNK, octets.length - at));
            while (framer.next() instanceof LineFramer.Line.Whole) {
                lines++;
            }
        }
        return lines;
    }
}
