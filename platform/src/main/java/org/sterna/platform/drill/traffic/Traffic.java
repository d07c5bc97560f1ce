package org.sterna.platform.drill.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sterna.platform.drill.audit.FlagLedger;
import org.sterna.platform.drill.audit.Found;
import org.sterna.platform.drill.audit.MailLedger;

/** All clients of a drill together. */
public final class Traffic {
    private static final int SENDERS_PER_NODE = 8;
    private static final Duration LAST_READING = Duration.ofSeconds(240);

    private final Running sending = new Running();
    private final Running reading = new Running();
    private final Schedule schedule;
    private final Experience experience = new Experience();
    private final List<MailSender> senders = new ArrayList<>();
    private final List<FlaggingClient> flaggers = new ArrayList<>();
    private final List<WatchingClient> watchers = new ArrayList<>();
    private final List<MailboxProbe> mailboxProbes = new ArrayList<>();
    private final List<AcceptanceProbe> acceptanceProbes = new ArrayList<>();
    private final List<Thread> sendingThreads = new ArrayList<>();
    private final List<Thread> readingThreads = new ArrayList<>();

    /** @param rate messages a second of the senders together, beside what the probes send */
    public Traffic(Nodes nodes, Directory directory, MailLedger ledger, NumberedMessage messages, double rate, long seed) {
        Random seeds = new Random(seed);
        schedule = new Schedule(rate);
        for (int index = 0; index < SENDERS_PER_NODE * nodes.count(); index++) {
            senders.add(new MailSender(nodes, schedule, sending, ledger, messages, directory.users(), seeds.nextLong()));
        }
        for (String user : directory.users()) {
            flaggers.add(new FlaggingClient(nodes, reading, user, ledger, messages, experience, seeds.nextLong()));
            watchers.add(new WatchingClient(nodes, reading, user, experience, seeds.nextLong()));
        }
        for (String probe : directory.probes()) {
            mailboxProbes.add(new MailboxProbe(nodes, reading, probe, ledger, messages, experience, seeds.nextLong()));
        }
        for (int node = 0; node < nodes.count(); node++) {
            acceptanceProbes.add(new AcceptanceProbe(nodes, node, reading, ledger, messages, directory.probes()));
        }
    }

    public void start() {
        senders.forEach(each -> sendingThreads.add(thread("sender", each)));
        Stream.of(flaggers, watchers, mailboxProbes, acceptanceProbes).flatMap(Collection::stream).forEach(each -> readingThreads.add(thread("client", each)));
        Stream.of(sendingThreads, readingThreads).flatMap(Collection::stream).forEach(Thread::start);
    }

    private static Thread thread(String name, Runnable client) {
        Thread thread = new Thread(client, "drill-" + name);
        thread.setDaemon(true);
        return thread;
    }

    public Experience experience() {
        return experience;
    }

    public List<MailboxProbe> mailboxProbes() {
        return List.copyOf(mailboxProbes);
    }

    public List<AcceptanceProbe> acceptanceProbes() {
        return List.copyOf(acceptanceProbes);
    }

    /** No new messages; those that are not decided yet are tried for this time, then given up. */
    public void endSending(Duration patience) throws InterruptedException {
        schedule.end();
        join(sendingThreads, patience);
        sending.end();
        join(sendingThreads, LAST_READING);
    }

    /** The clients look once more, then leave; whether all have managed to. */
    public boolean endReading() throws InterruptedException {
        reading.end();
        join(readingThreads, LAST_READING);
        return readingThreads.stream().noneMatch(Thread::isAlive);
    }

    private static void join(List<Thread> threads, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            thread.join(Math.max(1, left));
        }
    }

    /** What IMAP clients were told that cannot be true; when they have left. */
    public List<String> violations() {
        return Stream.concat(flaggers.stream(), watchers.stream()).flatMap(client -> client.violations().stream()).toList();
    }

    /** Flags that are not as they were promised. */
    public List<String> lostFlags(Collection<Found> found) {
        return flaggers.stream().flatMap(client -> client.flags().lost(found.stream().filter(each -> each.account().equals(client.account())).toList()).stream()).toList();
    }

    public long flagsStored() {
        return flaggers.stream().map(FlaggingClient::flags).mapToLong(FlagLedger::stores).sum();
    }
}
