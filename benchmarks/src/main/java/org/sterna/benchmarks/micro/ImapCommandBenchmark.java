package org.sterna.benchmarks.micro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sterna.protocols.imap.FramerEvent;
import org.sterna.protocols.imap.ImapFramer;
import org.sterna.protocols.imap.ImapParser;
import org.sterna.protocols.imap.ParsedCommand;

/** Framing and parsing one IMAP command, as mbsync and mail programs send them. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ImapCommandBenchmark {
    /** The command, without its CR LF. */
    @Param({"a0042 UID FETCH 1:* (UID FLAGS)",
            "a0043 UID FETCH 4711:4810,4812 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY.PEEK[HEADER.FIELDS (REFERENCES LIST-ID)])",
            "a0044 UID STORE 17,42,1000:1100 +FLAGS.SILENT (\\Seen $Forwarded)",
            "a0045 UID SEARCH UNSEEN SINCE 1-Nov-2026 OR FROM \"smith\" HEADER Message-ID \"<20261102.1@example.net>\""})
    public String command = "a0041 NOOP";

    private final ImapFramer framer = new ImapFramer();
    private byte[] octets = {};

    /** Makes the octets of the command. */
    @Setup
    public void encode() {
        octets = (command + "\r\n").getBytes(ISO_8859_1);
        framer.authenticated();
        if (!(frameAndParse() instanceof ParsedCommand.Command)) {
            throw new IllegalStateException("the sample is not a good command: " + command);
        }
    }

    /** What was read. */
    @Benchmark
    public ParsedCommand frameAndParse() {
        framer.feed(octets);
        return framer.next().map(FramerEvent.Complete.class::cast).map(complete -> ImapParser.parse(complete.text())).orElseThrow();
    }
}
