package org.sterna.benchmarks.micro;

import java.time.Instant;
import java.util.Optional;
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
import org.sterna.protocols.smtp.RecipientTarget;
import org.sterna.protocols.smtp.SmtpAction;
import org.sterna.protocols.smtp.SmtpCommandParser;
import org.sterna.protocols.smtp.SmtpInput;
import org.sterna.protocols.smtp.SmtpRules;
import org.sterna.protocols.smtp.SmtpSession;

/** The session machine alone: commands that are read already, each question answered at once, replies put into octets. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SmtpSessionBenchmark {
    private record Mailbox(String name) implements RecipientTarget {}

    private final SmtpInput ehlo = read("EHLO client.example.net");
    private final SmtpInput mail = read("MAIL FROM:<smith@example.net> SIZE=5120 BODY=8BITMIME");
    private final SmtpInput rcpt = read("RCPT TO:<jones@example.org>");
    private final SmtpInput data = read("DATA");
    private final SmtpInput permitted = new SmtpInput.Permitted();
    private final SmtpInput accepted = new SmtpInput.RecipientAccepted(new Mailbox("jones"));
    private final SmtpInput complete = new SmtpInput.DataComplete(5120);
    private final SmtpInput stored = new SmtpInput.MessageStored("7kq2v9x0001");
    private final SmtpSession connected = SmtpSession.open(
            SmtpRules.of("mx.example.org", SmtpRules.Role.TRANSFER, SmtpRules.TlsOffer.STARTTLS), Optional.empty(), Instant.EPOCH)
            .session().on(permitted).session();
    private final SmtpSession greeted = connected.on(ehlo).session().on(permitted).session();
    private int octets;

    /** EHLO and its reply; the octets of it. */
    @Benchmark
    public int hello() {
        octets = 0;
        take(take(connected, ehlo), permitted);
        return octets;
    }

    /** From MAIL to the reply that promises the message; the octets of all replies. */
    @Benchmark
    public int transaction() {
        octets = 0;
        SmtpSession addressing = take(take(greeted, mail), permitted);
        SmtpSession addressed = take(take(addressing, rcpt), accepted);
        SmtpSession receiving = take(take(addressed, data), permitted);
        take(take(receiving, complete), stored);
        return octets;
    }

    private SmtpSession take(SmtpSession session, SmtpInput input) {
        SmtpSession.Step step = session.on(input);
        for (SmtpAction action : step.actions()) {
            if (action instanceof SmtpAction.Say say) {
                octets += say.reply().octets().length;
            }
        }
        return step.session();
    }

    private static SmtpInput read(String line) {
        return SmtpCommandParser.parse(new LineFramer.Line.Whole(line), false);
    }
}
