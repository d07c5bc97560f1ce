package org.sterna.platform.sweeping;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.sweeping.StoredRow;
import org.sterna.platform.TestNode;

/** No message without its octets; and, behind the retention, no octets without a message. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class SweeperTest {
    private static final Duration RETENTION = Duration.ofHours(10);
    private static final Duration ORPHAN = Duration.ofHours(2);
    private static final Duration DELETE_AFTER = Duration.ofHours(12);
    private static TestNode node;

    private Duration ahead = Duration.ZERO;
    /** The store's own clock stands still beside it. */
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }
    };

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private Sweeper sweeper(Duration orphanAge) {
        return new Sweeper(node.system(), node.database(), new AddressView(node.database()), node.access().blobs(),
                new SweepRules(RETENTION, orphanAge, DELETE_AFTER, Duration.ofDays(1), 100_000), "test", clock);
    }

    private SweepReport sweep() {
        SweepReport report = TestNode.await(sweeper(ORPHAN).sweep(line -> { }));
        assertThat(report.failures()).isZero();
        return report;
    }

    private static List<String> column(String cql) {
        return TestNode.await(node.database().readAll(SimpleStatement.newInstance(cql), row -> row.getString(0)));
    }

    private static TreeSet<String> blobs() {
        return new TreeSet<>(column("SELECT DISTINCT id, bucket FROM blob"));
    }

    private static long rows() {
        return column("SELECT persistence_id FROM message").size();
    }

    private static TreeSet<String> ids(List<BlobId> blobs) {
        TreeSet<String> ids = new TreeSet<>();
        blobs.forEach(blob -> ids.add(blob.value()));
        return ids;
    }

    private static TreeSet<String> condemned() {
        return new TreeSet<>(TestNode.await(node.database().readAll(SimpleStatement.newInstance("SELECT DISTINCT id, condemned FROM blob_reference"),
                row -> row.isNull(1) ? "" : row.getString(0))));
    }

    private void assertNothingIsLost(SweptAccount account) {
        TreeSet<String> needed = ids(account.needed());
        assertThat(blobs()).containsAll(needed);
        assertThat(condemned()).doesNotContainAnyElementsOf(needed);
    }

    /** What is left is removed by a removed account's sweep, so that tests find an empty store. */
    private void removeAll(SweptAccount account) {
        account.ask(new AccountCommand.Remove(clock.instant()));
        ahead = ahead.plus(RETENTION).plusMinutes(1);
        sweep();
        ahead = ahead.plus(DELETE_AFTER).plusMinutes(1);
        sweep();
        assertThat(rows()).isZero();
        assertThat(blobs()).isEmpty();
    }

    @Test
    void whatWasExpungedGoesBehindTheRetentionAndNotBefore() {
        SweptAccount account = new SweptAccount(node, "a@example.org", clock, new Random(1));
        MailboxId inbox = account.folders.get("INBOX");
        account.appendSmall(inbox);
        account.appendLarge(inbox, 4);
        account.appendSmall(inbox);
        account.expunge(inbox, new UidSet(List.of(new UidSet.Range(1, 2))));
        ahead = RETENTION.minusMinutes(5);
        assertThat(sweep().messages()).isZero();
        assertThat(rows()).isEqualTo(3);
        ahead = RETENTION.plusMinutes(5);
        assertThat(sweep().messages()).isEqualTo(2);
        assertThat(rows()).isEqualTo(1);
        assertThat(blobs()).as("condemned, and readable for a while").hasSize(1);
        assertThat(sweep().messages()).isZero();
        ahead = ahead.plus(DELETE_AFTER);
        assertThat(sweep().deleted()).isEqualTo(1);
        assertThat(blobs()).isEmpty();
        removeAll(account);
    }

    @Test
    void aCopyKeepsTheOctetsOfWhatItWasCopiedFrom() {
        SweptAccount account = new SweptAccount(node, "b@example.org", clock, new Random(2));
        MailboxId inbox = account.folders.get("INBOX");
        account.create("Copies");
        account.appendLarge(inbox, 4);
        MessageEntry entry = account.state(inbox).messages().entry(0);
        StoredRow row = account.row(inbox, entry);
        assertThat(account.copy(inbox, entry, row, account.folders.get("Copies"), -1, 2)).isTrue();        // broken off before it was settled
        account.expunge(inbox, UidSet.of(1));
        ahead = RETENTION.plusHours(1);
        sweep();
        ahead = ahead.plus(DELETE_AFTER).plusHours(1);
        sweep();
        assertNothingIsLost(account);
        assertThat(rows()).isEqualTo(1);
        removeAll(account);
        assertThat(account.copy(inbox, entry, row, inbox, -2, 1)).as("who had read the row before it was swept").isFalse();
    }

    @Test
    void whatIsInTheQueueKeepsItsOctetsAndWhatWasBrokenOffDoesNot() {
        SweptAccount account = new SweptAccount(node, "c@example.org", clock, new Random(3));
        MailboxId inbox = account.folders.get("INBOX");
        account.appendLarge(inbox, 1);
        account.appendLarge(inbox, 2);
        BlobId queued = BlobId.random(new Random(4));
        QueueId id = QueueId.of("q-0-1");
        TestNode.await(node.access().blobs().write(queued, 0, ByteBuffer.wrap(new byte[1]), Optional.empty()));
        TestNode.await(node.access().blobs().queued(queued, id, Duration.ofDays(1)));
        BlobId remote = BlobId.random(new Random(5));
        TestNode.await(node.access().blobs().write(remote, 0, ByteBuffer.wrap(new byte[1]), Optional.of(Duration.ofDays(1))));
        sweep();
        assertThat(blobs()).as("young").hasSize(4);
        for (Duration time : List.of(ORPHAN, ORPHAN, DELETE_AFTER)) {          // withdrawn, condemned, deleted
            ahead = ahead.plus(time).plusMinutes(1);
            sweep();
        }
        assertThat(blobs()).containsExactlyInAnyOrder(queued.value(), remote.value());
        TestNode.await(node.access().blobs().unqueued(queued, id));
        TestNode.await(node.access().blobs().discard(remote, 1));
        sweep();
        removeAll(account);
    }

    @Test
    void deletedMailboxesGoBehindTheRetention() {
        SweptAccount account = new SweptAccount(node, "d@example.org", clock, new Random(6));
        account.create("Old");
        account.create("Older");
        for (String name : List.of("Old", "Older")) {
            account.appendSmall(account.folders.get(name));
            account.appendLarge(account.folders.get(name), 4);
        }
        account.delete("Old", 2);
        account.delete("Older", 1);                             // its entity was never told
        assertThat(sweep().messages()).isZero();
        ahead = RETENTION.plusMinutes(1);
        assertThat(sweep().messages()).isEqualTo(4);
        assertThat(account.ask(new AccountCommand.Look()).unswept()).isEmpty();
        removeAll(account);
    }

    @Test
    void anythingAtRandomLosesNothingAndLeavesNothing() {
        for (long seed = 101; seed <= 102; seed++) {
            atRandom(seed);
        }
    }

    private void atRandom(long seed) {
        Random random = new Random(seed);
        SweptAccount account = new SweptAccount(node, "r" + seed + "@example.org", clock, random);
        account.create("F1");
        account.create("F2");
        int folders = 2;
        for (int step = 0; step < 80; step++) {
            List<String> names = List.copyOf(account.folders.keySet());
            String name = names.get(random.nextInt(names.size()));
            MailboxId mailbox = account.folders.get(name);
            MailboxId other = account.folders.get(names.get(random.nextInt(names.size())));
            List<MessageEntry> entries = account.state(mailbox).messages().entries();
            int kind = random.nextInt(20);
            if (kind < 3) {
                account.appendSmall(mailbox);
            } else if (kind < 9 || entries.isEmpty()) {
                account.appendLarge(mailbox, 1 + random.nextInt(6));
            } else if (kind < 12) {
                MessageEntry entry = entries.get(random.nextInt(entries.size()));
                account.copy(mailbox, entry, account.row(mailbox, entry), other, -1 - random.nextInt(1_000_000), 1 + random.nextInt(4));
            } else if (kind < 14) {
                account.move(mailbox, entries.get(random.nextInt(entries.size())), other, 1 + random.nextInt(4));
            } else if (kind < 17) {
                account.expunge(mailbox, UidSet.of(entries.stream().filter(entry -> random.nextInt(3) == 0).mapToLong(MessageEntry::uid)));
            } else if (kind == 17 && !name.equals("INBOX")) {
                account.delete(name, 1 + random.nextInt(2));
                account.create("F" + ++folders);
            } else if (kind == 18) {
                brokenOff();
                assertNothingIsLost(account);
            } else {
                whileCopying(account, random);
                assertNothingIsLost(account);
            }
            ahead = ahead.plusMinutes(random.nextInt(90));
        }
        assertNothingIsLost(account);
        ahead = ahead.plus(RETENTION).plus(ORPHAN);
        sweep();                                                // settles what was announced, too
        sweep();
        ahead = ahead.plus(DELETE_AFTER).plusMinutes(1);
        sweep();
        assertNothingIsLost(account);
        assertThat(blobs()).as("seed " + seed).isEqualTo(ids(account.needed()));
        assertThat(rows()).as("seed " + seed).isEqualTo(account.messages());
        removeAll(account);
    }

    /** The node stops in the middle of a round; another one goes on. */
    private void brokenOff() {
        Sweeper sweeper = sweeper(ORPHAN);
        CompletionStage<SweepReport> round = sweeper.sweep(line -> { });
        sweeper.close();
        TestNode.await(round.handle((report, failure) -> true));
        TestNode.await(sweeper(ORPHAN).sweep(line -> { }).handle((report, failure) -> true));
    }

    /** Messages are copied whose originals are being swept at the same time. */
    private void whileCopying(SweptAccount account, Random random) {
        MailboxId inbox = account.folders.get("INBOX");
        account.appendLarge(inbox, 4);
        MessageEntry entry = account.state(inbox).messages().entries().stream().reduce((first, second) -> second).orElseThrow();
        StoredRow row = account.row(inbox, entry);
        account.expunge(inbox, UidSet.of(entry.uid()));
        ahead = ahead.plus(RETENTION).plusMinutes(1);
        CompletionStage<SweepReport> round = sweeper(Duration.ofDays(1000)).sweep(line -> { });
        for (int i = 0; i < 5; i++) {
            account.copy(inbox, entry, row, account.folders.firstEntry().getValue(), -1 - random.nextInt(1_000_000), 3);
        }
        assertThat(TestNode.await(round).failures()).isZero();
    }
}
