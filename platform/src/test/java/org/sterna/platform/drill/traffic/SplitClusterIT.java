package org.sterna.platform.drill.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.persistence.embedded.cassandra.RingMember;
import org.sterna.platform.drill.QuietCluster;
import org.sterna.platform.drill.RelaySink;
import org.sterna.platform.drill.SinkFaults;
import org.sterna.platform.drill.audit.Found;
import org.sterna.platform.drill.audit.Mail;
import org.sterna.platform.drill.audit.MailCount;
import org.sterna.platform.drill.audit.MailLedger;
import org.sterna.platform.drill.audit.ViewedMessage;
import org.sterna.platform.drill.cluster.ClusterPlan;
import org.sterna.platform.drill.cluster.Host;
import org.sterna.platform.drill.cluster.LocalCluster;
import org.sterna.platform.drill.cluster.LocalNetwork;
import org.sterna.platform.drill.cluster.SternaNode;
import org.sterna.platform.node.Await;

/**
 * One writer for each entity, whatever the network does: three nodes with networks of their own are under load while one is cut off, one is paused for half a
 * minute and one is not heard any more; in the end everything is counted. Who was replaced acknowledges nothing, and what it writes late counts for nobody.
 *
 * <p>It needs the right to make network namespaces, and fails without.
 */
@Tag("cluster")
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SplitClusterIT {
    private static final int NODES = 3;
    private static final int HEAP_MIB = 320;
    private static final int SMTP = 25;
    private static final int IMAPS = 993;
    private static final int RATE = 6;
    private static final int WITNESSES = 12;
    private static final int LATE_MAILS = 6;
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(60);
    private static final Duration ENDED = Duration.ofSeconds(60);
    private static final Duration BACK = Duration.ofSeconds(120);
    private static final Duration UNDECIDED = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(60);
    /** What {@code Node} ends with when it finds itself fenced, or counted out. */
    private static final Set<Integer> REPLACED = Set.of(3, 4);

    /** A message all of which but its content has been sent to a node. */
    private record BegunMail(Mail mail, SmtpLink link) {
    }

    private static final Directory DIRECTORY = Directory.of(3, 4);
    private static final MailLedger LEDGER = new MailLedger();
    private static final NumberedMessage MESSAGES = new NumberedMessage("split", Instant.now());
    private static final List<Witness> WITNESS = IntStream.range(0, WITNESSES)
            .mapToObj(index -> new Witness("witness" + index + "@" + Directory.DOMAIN, LEDGER, MESSAGES)).toList();
    /** Rows that a paused node wrote when it woke up. */
    private static final Map<Witness, Set<StoredJournals.StoredRow>> LATE_ROWS = new HashMap<>();
    private static final Running WATCH = new Running();

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    private static LocalCluster cluster;
    private static RelaySink sink;
    private static StoredJournals stored;
    private static Nodes nodes;
    private static Traffic traffic;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = open(LocalCluster.start(new ClusterPlan(NODES, 1, folder, List.of("sterna.limits.enabled=false", "sterna.queue.first-retry=1s",
                "sterna.queue.longest-retry=2s", "sterna.queue.ambiguous.first-retry=1s", "sterna.queue.ambiguous.longest-retry=2s",
                "sterna.auth.argon2.memory=64KiB", "sterna.auth.argon2.iterations=1"), HEAP_MIB), LocalNetwork.withNamespaces(), System.out::println));
        sink = open(RelaySink.open(new InetSocketAddress(cluster.network().gateway(), 0), SinkFaults.none()));
        stored = open(StoredJournals.of(cluster.cassandraHosts().get(0)));
        SternaNode first = cluster.nodes().get(0);
        first.admin("", "domain", "add", Directory.DOMAIN);
        first.admin(DIRECTORY.importLines() + WITNESS.stream().map(witness -> witness.account() + " " + Directory.PASSWORD + "\n").collect(Collectors.joining()),
                "account", "import");
        first.admin("", "route", "add", Directory.OUTSIDE, sink.address().getHostString() + ":" + sink.address().getPort());
        nodes = new Nodes(cluster.ports(SMTP), cluster.ports(IMAPS));
        for (Witness witness : WITNESS) {
            witness.look(nodes.imaps(0));
            witness.change(nodes.imaps(1), "$First");
        }
        traffic = new Traffic(nodes, DIRECTORY, LEDGER, MESSAGES, RATE, 1);
        traffic.start();
    }

    private static <T extends AutoCloseable> T open(T made) {
        OPEN.push(made);
        return made;
    }

    @AfterAll
    static void end() throws Exception {
        WATCH.end();
        THREADS.shutdownNow();
        if (cluster != null) {
            keepLogs();
        }
        while (!OPEN.isEmpty()) {
            OPEN.pop().close();
        }
    }

    /** What nodes said is worth reading when something failed. */
    private static void keepLogs() throws IOException {
        if (Files.isDirectory(Path.of("target"))) {
            Path logs = Files.createDirectories(Path.of("target", "node-logs"));
            for (SternaNode node : cluster.nodes()) {
                Files.copy(node.log(), logs.resolve("split-" + node.host().name() + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.write(logs.resolve("split-clients.log"), traffic == null ? List.of() : traffic.experience().lines());
        }
    }

    @Test
    @Order(1)
    void theMajorityGoesOnAndTheMinorityEnds() throws Exception {
        cutOff(0, (victim, other) -> cluster.network().partition(victim, other));
        comeBack(0);
    }

    @Test
    @Order(2)
    void whatAPausedNodeWritesLateIsNeitherAcknowledgedNorReplayed() throws Exception {
        int victim = ownerOfMost(WITNESS);
        SternaNode node = cluster.nodes().get(victim);
        String incarnation = stored.incarnation(node);
        List<BegunMail> mails = begin(victim);
        Map<Witness, ImapLink> links = new HashMap<>();
        for (Witness witness : WITNESS) {
            links.put(witness, witness.selected(nodes.imaps(victim)));
        }

        long paused = System.nanoTime();
        hurt(victim, () -> {
            node.pause();
            // What the others say of it would wait in its sockets: it may have read that before it has written.
            others(victim).forEach(other -> cluster.network().partition(node.host(), cluster.nodes().get(other).host()));
        });
        List<Witness> moved = ownedBy(incarnation);
        assertThat(moved).as("mailboxes that live on the paused node").isNotEmpty();
        awaitTakenOver(victim, moved);
        Map<Witness, Map<Long, ViewedMessage>> told = new HashMap<>();
        Map<Witness, Set<StoredJournals.StoredRow>> before = new HashMap<>();
        for (Witness witness : moved) {
            witness.change(nodes.imaps(other(victim)), "$WhilePaused");
            told.put(witness, witness.look(nodes.imaps(other(victim))));
            before.put(witness, stored.rows(witness.journal()));
        }
        List<CompletableFuture<String>> replies = mails.stream().map(SplitClusterIT::complete).collect(Collectors.toCollection(ArrayList::new));
        moved.forEach(witness -> replies.add(answer(() -> links.get(witness).ask("UID STORE 1 +FLAGS ($Late)").status())));
        WATCH.pause(PAUSE.minusNanos(System.nanoTime() - paused));

        // Cassandra reads what it is sent only when the node has ended: otherwise the node may be quicker to learn that it was replaced than to write.
        RingMember cassandra = cluster.cassandras().get(0);
        cassandra.pause();
        node.resume();
        awaitEnd(node);
        cassandra.resume();
        await("what the node wrote when it woke up is in the journals", TAKEN_OVER, () -> {
            moved.forEach(witness -> LATE_ROWS.put(witness, without(stored.rows(witness.journal()), before.get(witness))));
            return LATE_ROWS.values().stream().noneMatch(Set::isEmpty);
        });

        for (CompletableFuture<String> reply : replies) {
            assertThat(reply.get()).as("what a client is told by the node that woke up").doesNotStartWith("2").doesNotStartWith("OK");
        }
        for (Witness witness : moved) {
            assertThat(LATE_ROWS.get(witness)).allSatisfy(row -> assertThat(row.incarnation()).isEqualTo(incarnation));
            for (int each : others(victim)) {
                assertThat(witness.look(nodes.imaps(each))).as("%s as node n%d tells it", witness, each + 1).isEqualTo(told.get(witness));
            }
        }
        comeBack(victim);
    }

    @Test
    @Order(3)
    void aNodeThatIsNotHeardEndsAndLateRowsAreIgnoredByItsSuccessor() throws Exception {
        int victim = ownerOfMost(LATE_ROWS.keySet());
        List<Witness> moved = ownedBy(stored.incarnation(cluster.nodes().get(victim))).stream().filter(LATE_ROWS::containsKey).toList();
        Map<Witness, Map<Long, ViewedMessage>> told = new HashMap<>();
        for (Witness witness : moved) {
            told.put(witness, witness.look(nodes.imaps(victim)));
        }

        assertThat(moved).as("mailboxes with late rows that are to be recovered once more").isNotEmpty();

        cutOff(victim, (unheard, other) -> cluster.network().cut(unheard, other));

        String logs = logs();
        for (Witness witness : moved) {
            for (int each : others(victim)) {
                assertThat(witness.look(nodes.imaps(each))).as("%s as node n%d tells it", witness, each + 1).isEqualTo(told.get(witness));
            }
            assertThat(LATE_ROWS.get(witness)).allSatisfy(row -> assertThat(logs).contains(witness.journal() + ": a late row of " + row.incarnation()
                    + " is ignored (event " + row.number() + ", epoch " + row.epoch() + ";"));
        }
    }

    @Test
    @Order(4)
    void whatWasAcknowledgedIsThereOnce() throws Exception {
        cluster.network().heal();
        traffic.endSending(UNDECIDED);
        assertThat(traffic.endReading()).as("all IMAP clients could look once more").isTrue();
        QuietCluster quiet = new QuietCluster(cluster.nodes().stream().filter(SternaNode::alive).toList(), sink.tally());
        assertThat(quiet.await(QUIET)).as(quiet::waiting).isTrue();

        int reader = IntStream.range(0, NODES).filter(node -> cluster.nodes().get(node).alive()).findFirst().orElseThrow();
        List<Found> found = new ArrayList<>();
        for (String account : Stream.of(DIRECTORY.users(), DIRECTORY.probes(), WITNESS.stream().map(Witness::account).toList()).flatMap(List::stream).toList()) {
            found.addAll(MailboxReading.of(nodes.imaps(reader), account, MESSAGES));
        }
        Map<Integer, Integer> atSink = new HashMap<>();
        sink.tally().arrivals().forEach((id, arrivals) -> atSink.put(MESSAGES.number("Message-ID: " + id), arrivals.copies()));
        MailCount count = MailCount.of(LEDGER.mails(), found, atSink);
        System.out.println(count.acknowledged() + " of " + LEDGER.mails().size() + " messages were acknowledged, " + LEDGER.triesInVain() + " tries were in vain: "
                + LEDGER.refusals());
        assertThat(count.acknowledged()).isPositive();
        assertThat(count.lost()).as("acknowledged and lost").isEmpty();
        assertThat(count.doubled()).as("more than once in a mailbox").isEmpty();
        assertThat(count.changed()).as("not as it was sent").isEmpty();
        assertThat(traffic.violations()).as("what IMAP clients were told that cannot be true").isEmpty();
        assertThat(traffic.lostFlags(found)).as("flags that were promised").isEmpty();
        assertThat(WITNESS.stream().flatMap(witness -> witness.violations().stream())).isEmpty();
        assertThat(MailboxReading.of(nodes.imaps(reader), Directory.SENDER, MESSAGES)).as("returned to the sender").isEmpty();
    }

    /** A cut between the node that is to be alone and another one. */
    private interface Cut {
        void make(Host alone, Host other);
    }

    /** The others go on, and it ends by itself without having acknowledged anything after they had taken over. */
    private static void cutOff(int victim, Cut cut) throws Exception {
        SternaNode node = cluster.nodes().get(victim);
        List<Witness> moved = ownedBy(stored.incarnation(node));
        List<BegunMail> mails = begin(victim);
        hurt(victim, () -> others(victim).forEach(other -> cut.make(node.host(), cluster.nodes().get(other).host())));
        awaitTakenOver(victim, moved);
        for (BegunMail mail : mails) {
            assertThat(complete(mail).get()).as("what a client is told by the node that was replaced").doesNotStartWith("2");
        }
        awaitEnd(node);
    }

    private static void hurt(int victim, Runnable fault) {
        nodes.hurt(victim);
        fault.run();
        traffic.mailboxProbes().forEach(probe -> probe.leave(victim));
    }

    private static void comeBack(int victim) throws InterruptedException {
        cluster.network().heal();
        cluster.nodes().get(victim).launch();
        cluster.nodes().get(victim).awaitReady(BACK);
        await("all nodes see each other", BACK, () -> cluster.nodes().stream().allMatch(each -> each.sees(NODES)));
        nodes.well(victim);
    }

    /** Mailboxes that were on the node answer elsewhere, and all others still do; mail is taken, too. */
    private static void awaitTakenOver(int victim, List<Witness> moved) {
        for (Witness witness : moved) {
            await(witness + " answers elsewhere", TAKEN_OVER, () -> {
                try {
                    return !witness.look(nodes.imaps(other(victim))).isEmpty();
                } catch (IOException notYet) {
                    return false;
                }
            });
        }
        Map<MailboxProbe, Integer> answers = traffic.mailboxProbes().stream().collect(Collectors.toMap(probe -> probe, probe -> probe.silence().answers()));
        Map<AcceptanceProbe, Integer> taken = traffic.acceptanceProbes().stream().filter(probe -> probe.node() != victim)
                .collect(Collectors.toMap(probe -> probe, probe -> probe.silence().answers()));
        await("every mailbox changes", TAKEN_OVER, () -> answers.keySet().stream().allMatch(probe -> probe.silence().answers() > answers.get(probe) + 1));
        await("every other node takes mail", TAKEN_OVER, () -> taken.keySet().stream().allMatch(probe -> probe.silence().answers() > taken.get(probe)));
    }

    private static void awaitEnd(SternaNode node) {
        await(node.host().name() + " ends by itself", ENDED, () -> !node.alive());
        assertThat(node.exitStatus().orElseThrow()).as("exit status of " + node.host().name()).isIn(REPLACED);
    }

    /** Transactions with a node that only lack their content. */
    private static List<BegunMail> begin(int node) throws IOException {
        List<BegunMail> begun = new ArrayList<>();
        for (int index = 0; index < LATE_MAILS; index++) {
            Mail mail = LEDGER.next(Mail.Kind.LOCAL, DIRECTORY.users().get(index % DIRECTORY.users().size()));
            SmtpLink link = SmtpLink.open(nodes.smtp(node));
            for (String command : List.of("MAIL FROM:<" + Directory.SENDER + ">", "RCPT TO:<" + mail.recipient() + ">")) {
                assertThat(link.ask(command)).startsWith("250");
            }
            assertThat(link.ask("DATA")).startsWith("354");
            begun.add(new BegunMail(mail, link));
        }
        return begun;
    }

    private static CompletableFuture<String> complete(BegunMail begun) {
        return answer(() -> {
            try (SmtpLink link = begun.link()) {
                String reply = link.content(MESSAGES.octets(begun.mail().number()));
                if (reply.startsWith("2")) {
                    LEDGER.acknowledged(begun.mail().number());
                }
                return reply;
            }
        });
    }

    private interface Question {
        String ask() throws IOException;
    }

    /** The answer, or how the connection ended. */
    private static CompletableFuture<String> answer(Question question) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return question.ask();
            } catch (IOException none) {
                return "no answer: " + none.getMessage();
            }
        }, THREADS);
    }

    private static List<Witness> ownedBy(String incarnation) {
        return WITNESS.stream().filter(witness -> owner(witness).equals(incarnation)).toList();
    }

    private static String owner(Witness witness) {
        return stored.owner(witness.journal()).orElseThrow();
    }

    private static int ownerOfMost(Collection<Witness> witnesses) {
        return IntStream.range(0, NODES).boxed().max(Comparator.comparing((Integer node) -> {
            String incarnation = stored.incarnation(cluster.nodes().get(node));
            return witnesses.stream().filter(witness -> owner(witness).equals(incarnation)).count();
        })).orElseThrow();
    }

    private static List<Integer> others(int victim) {
        return IntStream.range(0, NODES).filter(node -> node != victim).boxed().toList();
    }

    private static int other(int victim) {
        return others(victim).get(0);
    }

    private static Set<StoredJournals.StoredRow> without(Set<StoredJournals.StoredRow> rows, Set<StoredJournals.StoredRow> known) {
        return rows.stream().filter(row -> !known.contains(row)).collect(Collectors.toSet());
    }

    private static String logs() {
        return cluster.nodes().stream().map(node -> {
            try {
                return Files.readString(node.log());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).collect(Collectors.joining("\n"));
    }

    private static void await(String what, Duration time, BooleanSupplier condition) {
        long began = System.nanoTime();
        Await.until(what, time, condition);
        System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - began) / 1e9);
    }
}
