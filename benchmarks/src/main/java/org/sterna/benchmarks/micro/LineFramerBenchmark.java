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
import org.sterna.protocols.smtp.SmtpInput;

/**
 * Finding SMTP command lines in chunks of octets, and reading them. An operation is a megabyte: operations per second are MB/s, and octets
 * allocated per operation, divided by a million, are octets per octet.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LineFramerBenchmark {
    /** One segment of TCP; a client that pipelines seldom sends more commands at once. */
    private static final int CHUNK = 1448;

    private final byte[] octets = Samples.megabyteOf("MAIL FROM:<smith@example.net> SIZE=5120 BODY=8BITMIME\r\n"
            + "RCPT TO:<jones@example.org>\r\nDATA\r\nRSET\r\n");
    private final LineFramer framer = new LineFramer(SmtpCommandParser.MAX_LINE_OCTETS);

    /** The lines found. */
    @Benchmark
    public int frame() {
        int lines = 0;
        for (int at = 0; at < octets.length; at += CHUNK) {
            framer.feed(octets, at, Math.min(CHUNK, octets.length - at));
            while (framer.next() instanceof LineFramer.Line.Whole) {
                lines++;
            }
        }
        return lines;
    }

    /** The commands read; the last line of the sample is cut and is none. */
    @Benchmark
    public int parse() {
        int commands = 0;
        for (int at = 0; at < octets.length; at += CHUNK) {
            framer.feed(octets, at, Math.min(CHUNK, octets.length - at));
            while (framer.next() instanceof LineFramer.Line.Whole line) {
                commands += SmtpCommandParser.parse(line, framer.hasUnread()) instanceof SmtpInput.CommandLine ? 1 : 0;
            }
        }
        return commands;
    }
}
