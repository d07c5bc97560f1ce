package org.sterna.benchmarks.micro;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;

/** The rules of a mailbox of 10,000 messages: decide and evolve. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MailboxBenchmark {
    private static final int MESSAGES = 10_000;
    private static final Instant AT = Instant.parse("2026-11-02T08:41:12.345Z");
    private static final MailboxId MAILBOX = new MailboxId("7kq2v9x0c4m8n1p5r3t6w0yz");

    private final Mailbox mailbox = filled();
    private final MailboxCommand delivery = new MailboxCommand.AddMessages(List.of(new MailboxCommand.NewMessage(5380, AT, Set.of(),
            new MailboxEvent.Origin(Optional.of(new QueueId(new Incarnation("1jbq8z9k4abc"), 4711, 42)), Optional.empty(), Optional.empty(),
                    Optional.empty()),
            new MailboxEvent.ObjectIds("m1", "t1"), AT, new OctetsPlace.Inline(5120), new byte[900], new byte[5120])), List.of());
    private final MailboxCommand seenOne = new MailboxCommand.StoreFlags(UidSet.of(4711), MailboxCommand.FlagMode.ADD, Set.of("\\Seen"),
            Optional.empty(), By.nobody(AT));
    private final MailboxCommand seenThousand = new MailboxCommand.StoreFlags(new UidSet(List.of(new UidSet.Range(4001, 5000))),
            MailboxCommand.FlagMode.ADD, Set.of("\\Seen"), Optional.empty(), By.nobody(AT));

    private static Mailbox filled() {
        Mailbox filled = Mailbox.EMPTY.evolve(new MailboxEvent.MailboxCreated(MAILBOX, "jones@example.org", 1, By.nobody(AT)));
        for (int uid = 1; uid <= MESSAGES; uid++) {
            filled = filled.evolve(new MailboxEvent.MessageAdded(uid, 5380, AT, 0, List.of(), MailboxEvent.Origin.NONE,
                    new MailboxEvent.ObjectIds("m" + uid, "t" + uid), AT, new OctetsPlace.Inline(5120), List.of(), List.of()));
        }
        return filled;
    }

    private Mailbox after(MailboxCommand command) {
        if (!(mailbox.decide(command) instanceof Verdict.Accepted accepted) || accepted.events().isEmpty()) {
            throw new IllegalStateException("the sample changes nothing");
        }
        Mailbox next = mailbox;
        for (MailboxEvent event : accepted.events()) {
            next = next.evolve(event);
        }
        return next;
    }

    /** A delivery. */
    @Benchmark
    public Mailbox deliver() {
        return after(delivery);
    }

    /** STORE on one message. */
    @Benchmark
    public Mailbox storeOne() {
        return after(seenOne);
    }

    /** STORE on a thousand messages. */
    @Benchmark
    public Mailbox storeThousand() {
        return after(seenThousand);
    }

    /** One message by its UID. */
    @Benchmark
    public Optional<MessageEntry> find() {
        return mailbox.messages().find(4711);
    }

    /** What FETCH 1:* and SEARCH go through. */
    @Benchmark
    public List<MessageEntry> entries() {
        return mailbox.messages().entries();
    }

    /** What STATUS asks: how many are seen. */
    @Benchmark
    public int countSeen() {
        return mailbox.messages().count(Flags.SEEN);
    }
}
