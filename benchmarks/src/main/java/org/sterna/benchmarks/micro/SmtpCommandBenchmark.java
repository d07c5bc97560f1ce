package org.sterna.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.SmtpCommandParser;
import org.sterna.protocols.smtp.SmtpInput;

/** Reading one SMTP command line that the framer has found. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SmtpCommandBenchmark {
    /** The line, without its CR LF. */
    @Param({"EHLO client.example.net", "MAIL FROM:<smith@example.net>", "MAIL FROM:<smith@example.net> SIZE=5120 BODY=8BITMIME",
            "RCPT TO:<jones@example.org>", "DATA", "BDAT 5120 LAST", "RSET", "QUIT"})
    public String line = "DATA";

    /** What was read. */
    @Benchmark
    public SmtpInput parse() {
        return SmtpCommandParser.parse(new LineFramer.Line.Whole(line), false);
    }
}
