package org.sterna.benchmarks.micro;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
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
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.queue.QueueCodec;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** Writing and reading the events of a delivery, and those of a STORE on a hundred messages. An operation is one event. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventCodecBenchmark {
    private static final Instant AT = Instant.parse("2026-11-02T08:41:12.345Z");
    private static final Incarnation INCARNATION = new Incarnation("1jbq8z9k4abc");
    private static final MailboxId MAILBOX = new MailboxId("7kq2v9x0c4m8n1p5r3t6w0yz");
    private static final Fingerprint FINGERPRINT = new Fingerprint("0123456789abcdef".repeat(4));
    private static final QueueId QUEUE_ID = new QueueId(INCARNATION, 4711, 42);
    private static final SessionId SESSION = new SessionId(INCARNATION, 179_000_000, 17);
    private static final byte[] RETURN_PATH_AND_RECEIVED = new byte[260];

    private final QueueEvent accepted = new QueueEvent.MessageAccepted(AT, Optional.of(SESSION), Optional.empty(), "smith@example.net",
            List.of(new QueueEvent.Addressee("jones@example.org", new Target.LocalMailbox("jones@example.org", MAILBOX), RcptParameters.NONE)), MailParameters.of(BodyType.EIGHT_BIT_MIME),
            Optional.of(FINGERPRINT), Optional.of("<20261102.094110.4711@example.net>"), new OctetsPlace.Inline(5120),
            RETURN_PATH_AND_RECEIVED, List.of(), Optional.empty());
    private final QueueEvent delivered = new QueueEvent.RecipientDelivered(0, MAILBOX, 4711, AT);
    private final MailboxEvent added = new MailboxEvent.MessageAdded(4711, 5380, AT, 0, List.of(),
            new MailboxEvent.Origin(Optional.of(QUEUE_ID), Optional.of(FINGERPRINT), Optional.of(SESSION), Optional.empty()),
            new MailboxEvent.ObjectIds("m7kq2v9x0c4m8n1p5r3t6w0yz", "t7kq2v9x0c4m8n1p5r3t6w0yz"), AT, new OctetsPlace.Inline(5120),
            List.of(new QueueId(INCARNATION, 4710, 3)), List.of());
    private final MailboxEvent flagged = new MailboxEvent.FlagsChanged(List.of(), List.of(
            new MailboxEvent.Change(new UidSet(List.of(new UidSet.Range(4000, 4079), new UidSet.Range(4091, 4110))), 0, Flags.SEEN)), By.session(SESSION, AT));

    private final ByteBuffer acceptedOctets = QueueCodec.EVENTS.write(accepted);
    private final ByteBuffer deliveredOctets = QueueCodec.EVENTS.write(delivered);
    private final ByteBuffer addedOctets = MailboxCodec.EVENTS.write(added);
    private final ByteBuffer flaggedOctets = MailboxCodec.EVENTS.write(flagged);

    /** message-accepted, with one recipient. */
    @Benchmark
    public ByteBuffer writeMessageAccepted() {
        return QueueCodec.EVENTS.write(accepted);
    }

    /** message-accepted, with one recipient. */
    @Benchmark
    public QueueEvent readMessageAccepted() {
        return QueueCodec.EVENTS.read(acceptedOctets.duplicate());
    }

    /** recipient-delivered. */
    @Benchmark
    public ByteBuffer writeRecipientDelivered() {
        return QueueCodec.EVENTS.write(delivered);
    }

    /** recipient-delivered. */
    @Benchmark
    public QueueEvent readRecipientDelivered() {
        return QueueCodec.EVENTS.read(deliveredOctets.duplicate());
    }

    /** message-added, by a delivery. */
    @Benchmark
    public ByteBuffer writeMessageAdded() {
        return MailboxCodec.EVENTS.write(added);
    }

    /** message-added, by a delivery. */
    @Benchmark
    public MailboxEvent readMessageAdded() {
        return MailboxCodec.EVENTS.read(addedOctets.duplicate());
    }

    /** flags-changed, of a hundred messages in two ranges. */
    @Benchmark
    public ByteBuffer writeFlagsChanged() {
        return MailboxCodec.EVENTS.write(flagged);
    }

    /** flags-changed, of a hundred messages in two ranges. */
    @Benchmark
    public MailboxEvent readFlagsChanged() {
        return MailboxCodec.EVENTS.read(flaggedOctets.duplicate());
    }
}
