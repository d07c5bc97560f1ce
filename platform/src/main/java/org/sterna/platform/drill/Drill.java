package org.sterna.platform.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.sterna.persistence.embedded.cassandra.EmbeddedCassandraException;
import org.sterna.platform.admin.DrillOptions;
import org.sterna.platform.drill.audit.Found;
import org.sterna.platform.drill.audit.MailCount;
import org.sterna.platform.drill.audit.MailLedger;
import org.sterna.platform.drill.cluster.ClusterException;
import org.sterna.platform.drill.cluster.ClusterPlan;
import org.sterna.platform.drill.cluster.LocalCluster;
import org.sterna.platform.drill.cluster.LocalNetwork;
import org.sterna.platform.drill.cluster.SternaNode;
import org.sterna.platform.drill.fault.FaultGap;
import org.sterna.platform.drill.fault.FaultKind;
import org.sterna.platform.drill.fault.FaultPlan;
import org.sterna.platform.drill.fault.FaultRunner;
import org.sterna.platform.drill.traffic.Directory;
import org.sterna.platform.drill.traffic.MailboxReading;
import org.sterna.platform.drill.traffic.Nodes;
import org.sterna.platform.drill.traffic.NumberedMessage;
import org.sterna.platform.drill.traffic.Traffic;

/** {@code ./sterna drill}: a whole cluster on this machine under load and faults, and in the end everything is counted. */
public final class Drill {
    private static final int USERS = 8;
    private static final int PROBES = 24;
    private static final int SMTP = 25;
    private static final int IMAPS = 993;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration UNDECIDED = Duration.ofSeconds(120);
    private static final Duration BACK = Duration.ofSeconds(180);
    private static final Duration QUIET = Duration.ofSeconds(240);
    private static final int FINDINGS_SHOWN = 20;

    private final DrillOptions options;
    private final Set<FaultKind> kinds;
    private final long seed;
    private final Path data;
    private final DrillClock clock = new DrillClock(System.out);
    private final Directory directory = Directory.of(USERS, PROBES);
    private final MailLedger ledger = new MailLedger();
    private final NumberedMessage messages;
    private final List<String> trouble = new ArrayList<>();

    private Drill(DrillOptions options) throws IOException {
        this.options = options;
        kinds = FaultKind.parse(options.kill());
        seed = options.seed().orElseGet(() -> new SecureRandom().nextInt(Integer.MAX_VALUE));
        messages = new NumberedMessage("drill" + seed, Instant.now());
        data = options.data().isPresent() ? emptied(options.data().get()) : Files.createTempDirectory("sterna-drill-");
    }

    private static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new ClusterException("the folder " + folder + " is not empty: a drill begins with nothing");
            }
        }
        return folder.toAbsolutePath();
    }

    /** Runs it; 0 if nothing was lost, doubled or told wrongly, 1 if something was, 2 if it could not be run. */
    public static int run(DrillOptions options) {
        try {
            return new Drill(options).run();
        } catch (IllegalArgumentException | ClusterException | EmbeddedCassandraException | IOException e) {
            System.err.println("sterna: the drill could not be run: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }

    private int run() throws IOException, InterruptedException {
        FaultPlan plan = new FaultPlan(seed, kinds, options.nodes(), options.cassandras(), options.length());
        clock.say("drill with seed " + seed + ", everything is in " + data);
        DrillResult result;
        try (LocalCluster cluster = LocalCluster.start(clusterPlan(), network(), clock::say);
                RelaySink sink = RelaySink.open(new InetSocketAddress(cluster.network().gateway(), 0), SinkFaults.none())) {
            result = drill(cluster, sink, plan);
        }
        return report(result);
    }

    private ClusterPlan clusterPlan() {
        return ClusterPlan.of(options.nodes(), options.cassandras(), data).with("sterna.limits.enabled=false", "sterna.queue.first-retry=1s",
                "sterna.queue.longest-retry=5s", "sterna.queue.ambiguous.first-retry=5s", "sterna.queue.ambiguous.longest-retry=10s",
                "sterna.auth.argon2.memory=64KiB", "sterna.auth.argon2.iterations=1").with(options.sets().toArray(String[]::new));
    }

    private LocalNetwork network() {
        try {
            return LocalNetwork.withNamespaces();
        } catch (ClusterException e) {
            if (kinds.contains(FaultKind.PARTITION)) {
                throw e;
            }
            clock.say("on addresses of the loopback interface, because " + e.getMessage());
            return LocalNetwork.onLoopback();
        }
    }

    private DrillResult drill(LocalCluster cluster, RelaySink sink, FaultPlan plan) throws IOException, InterruptedException {
        SternaNode first = cluster.nodes().get(0);
        first.admin("", "domain", "add", Directory.DOMAIN);
        first.admin(directory.importLines(), "account", "import");
        first.admin("", "route", "add", Directory.OUTSIDE, sink.address().getHostString() + ":" + sink.address().getPort());
        Nodes nodes = new Nodes(cluster.ports(SMTP), cluster.ports(IMAPS));
        Traffic traffic = new Traffic(nodes, directory, ledger, messages, options.rate(), seed);
        List<FaultGap> gaps = new ArrayList<>();
        traffic.start();
        clock.say("load: " + options.rate() + " messages a second, " + directory.users().size() * 2 + " IMAP clients, " + directory.probes().size() + " probed mailboxes");
        pause(WARM_UP);
        List<String> endedNodes;
        try (FaultRunner runner = new FaultRunner(cluster, nodes, traffic, clock::say)) {
            long end = System.nanoTime() + (long) (options.minutes() * Duration.ofMinutes(1).toNanos());
            while (System.nanoTime() - end < 0) {
                FaultGap gap = runner.run(plan.next());
                gaps.add(gap);
                if (gap.back().isNegative()) {
                    trouble.add("not all was back in time after: " + gap.fault());
                }
            }
            clock.say("everything is healed; " + ledger.mails().size() + " messages were sent");
            runner.healAll();
            if (!runner.awaitAll(BACK)) {
                trouble.add("not all processes are ready in the end");
            }
            traffic.endSending(UNDECIDED);
            QuietCluster quiet = new QuietCluster(cluster.nodes(), sink.tally());
            clock.say("waiting until nothing is under way");
            if (!traffic.endReading()) {
                trouble.add("not all IMAP clients could look once more and leave");
            }
            if (!quiet.await(QUIET)) {
                trouble.add("the queue does not become empty:\n" + quiet.waiting());
            }
            endedNodes = runner.endedByThemselves();
        }
        clock.say("counting");
        Files.write(data.resolve("clients.log"), traffic.experience().lines());
        return count(cluster, sink, traffic, gaps, endedNodes);
    }

    private DrillResult count(LocalCluster cluster, RelaySink sink, Traffic traffic, List<FaultGap> gaps, List<String> endedNodes) throws IOException {
        List<InetSocketAddress> imaps = cluster.ports(IMAPS);
        List<String> accounts = Stream.concat(directory.users().stream(), directory.probes().stream()).toList();
        LastReading reading = LastReading.of(imaps, accounts, messages, clock::say);
        List<Found> found = reading.found();
        List<String> violations = Stream.concat(traffic.violations().stream(), reading.differences().stream()).toList();
        List<String> returned = MailboxReading.of(imaps.get(0), Directory.SENDER, messages).stream().map(Found::toString).toList();
        Map<Integer, Integer> atSink = new HashMap<>();
        sink.tally().arrivals().forEach((id, arrivals) -> atSink.put(messages.number("Message-ID: " + id), arrivals.copies()));
        return new DrillResult(MailCount.of(ledger.mails(), found, atSink), ledger.mails().size(), ledger.triesInVain(), ledger.triesInVainAtTheWell(),
                traffic.flagsStored(), traffic.lostFlags(found), violations, returned, trouble, traffic.experience().lostOnHealthyNodes(),
                traffic.experience().refusals(), traffic.experience().times(), gaps, endedNodes);
    }

    private int report(DrillResult result) throws IOException {
        List<String> findings = result.findings();
        List<String> table = DrillTable.of(result);
        Files.write(data.resolve("findings.txt"), findings);
        Files.write(data.resolve("table.md"), table);
        say("");
        table.forEach(Drill::say);
        say("");
        findings.stream().limit(FINDINGS_SHOWN).forEach(Drill::say);
        if (findings.size() > FINDINGS_SHOWN) {
            say("... and " + (findings.size() - FINDINGS_SHOWN) + " more in " + data.resolve("findings.txt"));
        }
        say("");
        say("The same faults again: ./sterna drill --nodes " + options.nodes() + " --cassandra " + options.cassandras() + " --minutes " + options.minutes()
                + " --kill " + options.kill() + " --rate " + options.rate()
                + options.length().map(length -> " --length " + length.toMillis() / 1000.0).orElse("") + " --seed " + seed);
        if (result.isGood() && !options.keep()) {
            delete(data);
        } else {
            say("Logs, findings and everything else are in " + data);
        }
        say(result.isGood() ? "GOOD: nothing was lost, doubled or told wrongly." : "BAD: see above.");
        return result.isGood() ? 0 : 1;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("in the middle of a drill");
            }
        }
    }
}
