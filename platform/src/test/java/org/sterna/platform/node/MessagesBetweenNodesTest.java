package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.NotSerializableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.FrozenNamesEvent;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.destination.Limits;
import org.sterna.persistence.destination.Reply;
import org.sterna.persistence.destination.Report;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.store.cassandra.DatabaseSettings;
import org.sterna.persistence.wire.pekko.EntityMessages;
import org.sterna.persistence.wire.pekko.MessageCounts;
import org.sterna.persistence.wire.pekko.MessageSerializer;
import org.sterna.platform.TestNode;

/** Two nodes on one Cassandra, with the configuration of a node: every kind of entity is asked, and tells, from one to the other. */
@ExtendWith(CassandraExtension.class)
class MessagesBetweenNodesTest {
    private static final Random RANDOM = new Random();
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final By BY = By.nobody(AT);
    private static ClusterNode one;
    private static ClusterNode other;

    @BeforeAll
    static void start() {
        DatabaseSettings settings = CassandraExtension.settings("messages_between_nodes_test");
        one = ClusterNode.first(settings);
        other = ClusterNode.join(settings, one);
    }

    @AfterAll
    static void end() {
        other.close();
        one.close();
    }

    private static MailboxCommand.NewMessage message(byte[] octets, Optional<MailboxEvent.Source> source) {
        return new MailboxCommand.NewMessage(octets.length, AT, Set.of("\\Flagged", "work"),
                new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.empty(), source), new MailboxEvent.ObjectIds("M1", "T1"), AT,
                new OctetsPlace.Inline(octets.length), new byte[] {1, 2, 3}, octets);
    }

    private static MailboxCommand add(int messages, int octets) {
        byte[] content = new byte[octets];
        RANDOM.nextBytes(content);
        return new MailboxCommand.AddMessages(Collections.nCopies(messages, message(content, Optional.empty())), List.of());
    }

    private static UidSet uids(long... uids) {
        return UidSet.of(LongStream.of(uids));
    }

    @Test
    void everyMessageIsBoundToTheSerializer() throws NotSerializableException {
        Serialization serialization = SerializationExtension.get(one.kit.system());
        assertThat(EntityMessages.of(ActorRefResolver.get(one.kit.system())).types()).allSatisfy(type ->
                assertThat(serialization.serializerFor(type)).as(type.getName()).isInstanceOf(MessageSerializer.class));
        assertThat(serialization.serializerFor(Done.class)).isNotInstanceOf(MessageSerializer.class);
    }

    @Test
    void aMailboxElsewhereIsChangedAndFollowed() {
        MailboxId id = one.newMailbox();
        assertThat(other.ask(id, add(3, 1000))).isEqualTo(new Verdict.Added(1, List.of(1L, 2L, 3L)));
        TestProbe<MailboxView> views = other.kit.createTestProbe();
        other.replicas.tell(new MailboxReplicas.Attach(id, views.getRef()));
        MailboxView view = views.receiveMessage();
        assertThat(view.state().totals().messages()).as("read from the journal").isEqualTo(3);
        view.taken();
        assertThat(other.ask(id, new MailboxCommand.StoreFlags(uids(1, 3), MailboxCommand.FlagMode.ADD, Set.of("\\Deleted"), Optional.empty(), BY)))
                .isEqualTo(new Verdict.Changed(uids(1, 3), UidSet.EMPTY, 5));
        view = views.receiveMessage();
        assertThat(view.event()).as("told by the entity").hasValueSatisfying(event -> assertThat(event).isInstanceOf(MailboxEvent.FlagsChanged.class));
        view.taken();
        assertThat(one.ask(id, new MailboxCommand.Expunge(UidSet.ALL, true, BY))).isEqualTo(new Verdict.Expunged(uids(1, 3), 6));
        view = views.receiveMessage();
        assertThat(view.state().totals().messages()).isEqualTo(1);
        assertThat(view.event()).hasValueSatisfying(event -> assertThat(event).isInstanceOf(MailboxEvent.MessagesExpunged.class));
        view.taken();
        other.mailbox(id).tell(MailboxEntity.Restart.NOW);
        Await.until("it lives again", ClusterNode.LONG, () -> isAnswered(id));
        assertThat(other.ask(id, add(1, 10))).isEqualTo(new Verdict.Added(1, List.of(4L)));
        view = views.receiveMessage();
        assertThat(view.state().events()).as("also of the entity's next life").isEqualTo(7);
        assertThat(TestNode.await(other.mailbox(id).<Totals>ask(MailboxEntity.Count::new, ClusterNode.LONG)).messages()).isEqualTo(2);
    }

    /** What reaches an entity that ends is lost. */
    private static boolean isAnswered(MailboxId id) {
        return TestNode.await(other.mailbox(id).<Totals>ask(MailboxEntity.Count::new, Duration.ofSeconds(2)).thenApply(totals -> true).exceptionally(lost -> false));
    }

    @Test
    void whatGoesFromNodeToNodeIsCountedAndNothingElse() {
        MailboxId id = one.newMailbox();
        MessageCounts here = MessageCounts.of(one.kit.system());
        MessageCounts there = MessageCounts.of(other.kit.system());
        int asked = 50;
        long sent = there.sent();
        long received = there.received();
        long answered = here.sent();
        long questions = here.received();
        for (int i = 0; i < asked; i++) {
            other.ask(id, add(1, 10));
        }
        assertThat(there.sent() - sent).isGreaterThanOrEqualTo(asked);
        assertThat(there.received() - received).isGreaterThanOrEqualTo(asked);
        assertThat(here.sent() - answered).isGreaterThanOrEqualTo(asked);
        assertThat(here.received() - questions).isGreaterThanOrEqualTo(asked);
        long before = here.sent();
        for (int i = 0; i < asked; i++) {
            one.ask(id, add(1, 10));
        }
        assertThat(here.sent() - before).as("nothing but what an earlier test has under way").isLessThan(asked);
    }

    @Test
    void theLargestWriteTravels() {
        MailboxId id = one.newMailbox();
        int messages = MailboxCommand.AddMessages.MAX_OCTETS / (64 * 1024 + 3);
        Verdict.Added added = (Verdict.Added) other.ask(id, add(messages, 64 * 1024));
        assertThat(added.uids()).hasSize(messages);
        Verdict.Added many = (Verdict.Added) other.ask(id, add(MailboxCommand.AddMessages.MAX_MESSAGES, 8_000));
        assertThat(many.uids()).hasSize(MailboxCommand.AddMessages.MAX_MESSAGES);
    }

    @Test
    void messagesMoveFromOneNodeToTheOther() {
        MailboxId source = one.newMailbox();
        MailboxId target = other.newMailbox();
        one.ask(source, add(2, 100));
        By now = By.nobody(Instant.now());                              // an old move would be ended by the entity itself
        Verdict.MoveStarted started = (Verdict.MoveStarted) other.ask(source, new MailboxCommand.StartMove(target, uids(1, 2), now));
        MailboxCommand.NewMessage copy = message(new byte[100], Optional.of(new MailboxEvent.Source(source, 2, started.move())));
        assertThat(one.ask(target, new MailboxCommand.AddMessages(List.of(copy), List.of()))).isEqualTo(new Verdict.Added(1, List.of(1L)));
        MailboxEntity.Found found = TestNode.await(one.mailbox(target).ask(replyTo ->
                new MailboxEntity.Find(source, started.move(), uids(1, 2), now.at(), replyTo), ClusterNode.LONG));
        assertThat(found.uids()).isEqualTo(uids(2));
        assertThat(other.ask(source, new MailboxCommand.FinishMove(started.move(), found.uids(), now))).isEqualTo(new Verdict.Expunged(uids(2), 5));
    }

    @Test
    void totalsAreWatchedUntilTheEntityStops() {
        MailboxId id = one.newMailbox();
        TestProbe<MailboxEntity.Watched> probe = other.kit.createTestProbe();
        other.mailbox(id).tell(new MailboxEntity.WatchTotals(probe.getRef()));
        MailboxEntity.Watched watched = probe.receiveMessage();
        assertThat(watched.totals().messages()).isZero();
        one.ask(id, add(1, 10));
        assertThat(probe.receiveMessage().totals().messages()).isEqualTo(1);
        one.mailbox(id).tell(MailboxEntity.Restart.NOW);
        probe.expectTerminated(watched.entity(), ClusterNode.LONG);
    }

    @Test
    void aMaildropIsLentToTheOtherNode() {
        MailboxId id = one.newMailbox();
        other.ask(id, add(2, 10));
        TestProbe<MailboxEntity.LockReply> owner = other.kit.createTestProbe();
        TestProbe<MailboxEntity.LockReply> rival = one.kit.createTestProbe();
        other.mailbox(id).tell(new MailboxEntity.LockMaildrop(owner.getRef(), 1, Duration.ZERO));
        assertThat(owner.receiveMessage()).isEqualTo(new MailboxEntity.LockReply(1, new MailboxEntity.MaildropLocked(3)));
        one.mailbox(id).tell(new MailboxEntity.LockMaildrop(rival.getRef(), 2, Duration.ZERO));
        assertThat(rival.receiveMessage()).isEqualTo(new MailboxEntity.LockReply(2, new MailboxEntity.MaildropInUse()));
        Verdict verdict = TestNode.await(other.mailbox(id).ask(replyTo ->
                new MailboxEntity.UpdateMaildrop(owner.getRef(), uids(2), BY, replyTo), ClusterNode.LONG));
        assertThat(verdict).isEqualTo(new Verdict.Accepted(List.of(), new Verdict.Expunged(uids(2), 4)));
        one.mailbox(id).tell(new MailboxEntity.LockMaildrop(rival.getRef(), 3, Duration.ZERO));
        assertThat(rival.receiveMessage()).isEqualTo(new MailboxEntity.LockReply(3, new MailboxEntity.MaildropLocked(4)));
        one.mailbox(id).tell(new MailboxEntity.UnlockMaildrop(rival.getRef()));
        other.mailbox(id).tell(new MailboxEntity.LockMaildrop(owner.getRef(), 4, Duration.ZERO));
        assertThat(owner.receiveMessage()).isEqualTo(new MailboxEntity.LockReply(4, new MailboxEntity.MaildropLocked(4)));
        owner.stop();
        Await.until("the maildrop of who stopped is free", ClusterNode.LONG, () -> {
            one.mailbox(id).tell(new MailboxEntity.LockMaildrop(rival.getRef(), 5, Duration.ZERO));
            return rival.receiveMessage().answer() instanceof MailboxEntity.MaildropLocked;
        });
    }

    /** Addresses enough that some are on either node. */
    @Test
    void accountsAreAskedAndFollowedFromBothNodes() {
        boolean changedElsewhere = false;
        for (int i = 0; i < 8; i++) {
            String address = "user" + i + "@example.org";
            MailboxId inbox = MailboxId.random(RANDOM);
            AccountEntity.Response created = account(one, address, new AccountCommand.Create(address, "secret", inbox, AT));
            assertThat(created.verdict()).isInstanceOf(AccountVerdict.Accepted.class);
            TestProbe<AccountEntity.Update> follower = other.kit.createTestProbe();
            EntityRef<AccountEntity.Message> entity = other.sharding.entityRefFor(AccountEntity.TYPE, address);
            entity.tell(new AccountEntity.Subscribe(follower.getRef(), -1, Set.of(inbox)));
            Account told = ((AccountEntity.Changed) follower.receiveMessage()).account();
            assertThat(told).isEqualTo(created.account());
            assertThat(((AccountEntity.TotalsChanged) follower.receiveMessage()).totals().messages()).isZero();
            AccountEntity.Response response = TestNode.await(entity.ask(replyTo -> new AccountEntity.Request(
                    new AccountCommand.CreateFolder("Work", MailboxId.random(RANDOM), AT), Optional.of(new AccountEvent.ChangedBy("root", AT)), replyTo), ClusterNode.LONG));
            assertThat(((AccountVerdict.Accepted) response.verdict()).events()).hasSize(1);
            assertThat(((AccountEntity.Changed) follower.receiveMessage()).account().folders()).containsOnlyKeys("INBOX", "Work");
            other.ask(inbox, new MailboxCommand.Create(inbox, address, 1, BY));
            follower.receiveMessage();
            one.ask(inbox, add(2, 50));
            assertThat(((AccountEntity.TotalsChanged) follower.receiveMessage()).totals().messages()).isEqualTo(2);
            AccountEntity.Used used = TestNode.await(entity.ask(AccountEntity.Usage::new, ClusterNode.LONG));
            assertThat(used.usage().messages()).isEqualTo(2);
            changedElsewhere |= response.account() != told;
        }
        assertThat(changedElsewhere).isTrue();
    }

    private static AccountEntity.Response account(ClusterNode node, String address, AccountCommand command) {
        return TestNode.await(node.sharding.entityRefFor(AccountEntity.TYPE, address).ask(replyTo -> new AccountEntity.Request(command, replyTo), ClusterNode.LONG));
    }

    @Test
    void bothNodesHaveTheDirectory() {
        int domains = 0;
        for (ClusterNode node : List.of(one, other, one)) {
            String domain = "d" + domains++ + ".example.org";
            TestNode.await(DirectoryEntity.ref(node.sharding).<Done>ask(replyTo -> new DirectoryEntity.Want(new DirectoryEvent.DomainAdded(domain, AT),
                    Optional.of(new DirectoryEvent.ChangedBy("root", AT)), replyTo), ClusterNode.LONG));
            Await.until("both know " + domain, ClusterNode.LONG, () ->
                    one.directory.current().domains().contains(domain) && other.directory.current().domains().contains(domain));
        }
        assertThat(one.directory.current()).isEqualTo(other.directory.current());
    }

    private static WaitingMessage waiting(int number) {
        Instant far = Instant.now().plus(Duration.ofDays(2));
        return new WaitingMessage(QueueId.of("ddgatq9rgxq-1-" + number), AT, "jones@example.org", List.of("smith@example.net"), 1000, 0, "example.net",
                WaitingMessage.State.DEFERRED, far, far, "451 later");
    }

    @Test
    void slicesTakeTellAndActForBothNodes() {
        for (int slice = 0; slice < 8; slice++) {
            EntityRef<QueueSliceEntity.Message> here = QueueSliceEntity.ref(one.sharding, slice);
            EntityRef<QueueSliceEntity.Message> there = QueueSliceEntity.ref(other.sharding, slice);
            there.tell(QueueSliceEntity.Wake.WAKE);
            for (int i = 1; i < 4; i++) {
                int number = i;
                TestNode.await((i % 2 == 0 ? here : there).<Done>ask(replyTo -> new QueueSliceEntity.Take(waiting(number), replyTo), ClusterNode.LONG));
            }
            for (EntityRef<QueueSliceEntity.Message> each : List.of(here, there)) {
                QueueSliceEntity.Found found = TestNode.await(each.ask(replyTo -> new QueueSliceEntity.Find(Selection.ALL, Sort.AGE, 2, replyTo), ClusterNode.LONG));
                assertThat(found.matching()).isEqualTo(3);
                assertThat(found.messages()).extracting(WaitingMessage::id).containsExactly(waiting(1).id(), waiting(2).id());
                Tally tally = TestNode.await(each.ask(replyTo -> new QueueSliceEntity.Count(Selection.ALL, 5, replyTo), ClusterNode.LONG));
                assertThat(tally.total().count()).isEqualTo(3);
            }
            QueueSliceEntity.Acted held = act(there, new Operation.Hold(), Optional.empty());
            assertThat(held).isEqualTo(new QueueSliceEntity.Acted(2, Optional.of(waiting(2).id())));
            assertThat(act(here, new Operation.Remove(), Optional.empty()).count()).as("what an attempt does").isEqualTo(2);
            assertThat(act(there, new Operation.Remove(), Optional.empty())).isEqualTo(new QueueSliceEntity.Acted(1, Optional.empty()));
        }
    }

    private static QueueSliceEntity.Acted act(EntityRef<QueueSliceEntity.Message> slice, Operation operation, Optional<QueueId> after) {
        return TestNode.await(slice.ask(replyTo -> new QueueSliceEntity.Act(operation, Selection.ALL, after, 2, replyTo), ClusterNode.LONG));
    }

    @Test
    void destinationsGrantToBothNodes() {
        Limits limits = new Limits(20, List.of(), Duration.ofSeconds(5), Optional.of(new Limits.Watch(3, Duration.ofSeconds(30), Duration.ofMinutes(15), 2)));
        for (int i = 0; i < 4; i++) {
            String id = "destination d" + i + ".example.com";
            Map<String, TestProbe<DestinationEntity.Told>> nodes = Map.of("one", one.kit.createTestProbe(), "other", other.kit.createTestProbe());
            nodes.forEach((name, probe) -> {
                ClusterNode node = name.equals("one") ? one : other;
                DestinationEntity.ref(node.sharding, id).tell(new DestinationEntity.Ask(name, 7, new Report(Report.Known.NONE, 2, 0, Report.Tokens.NONE,
                        Report.Tokens.NONE, Report.Outcomes.NONE, false), limits, probe.getRef()));
                DestinationEntity.Answer answer = (DestinationEntity.Answer) probe.receiveMessage();
                assertThat(answer.id()).isEqualTo(id);
                assertThat(answer.reply()).isInstanceOf(Reply.Granted.class);
            });
            Life.View view = TestNode.await(DestinationEntity.ref(other.sharding, id).ask(DestinationEntity.Show::new, ClusterNode.LONG));
            assertThat(view.asks()).isEqualTo(2);
            assertThat(view.holdings()).isNotEmpty();
            TestNode.await(DestinationEntity.ref(one.sharding, id).<Done>ask(replyTo -> new DestinationEntity.Freeze("no", replyTo), ClusterNode.LONG));
            nodes.values().forEach(probe -> assertThat(probe.receiveMessage()).isEqualTo(new DestinationEntity.Changed(id)));
            Condition condition = TestNode.await(DestinationEntity.ref(other.sharding, id).ask(DestinationEntity.Hurry::new, ClusterNode.LONG));
            assertThat(condition).isInstanceOf(Condition.Frozen.class);
            TestNode.await(DestinationEntity.ref(other.sharding, id).<Done>ask(DestinationEntity.Thaw::new, ClusterNode.LONG));
        }
        for (ClusterNode node : List.of(one, other)) {
            TestNode.await(FrozenDestinations.ref(node.sharding).<Done>ask(replyTo ->
                    new FrozenDestinations.Want(new FrozenNamesEvent.NameAdded("destination " + node.address().getPort().get()), replyTo), ClusterNode.LONG));
        }
        List<List<String>> lists = Stream.of(one, other).map(node -> TestNode.await(FrozenDestinations.ref(node.sharding)
                .<FrozenDestinations.Listed>ask(FrozenDestinations.Names::new, ClusterNode.LONG)).ids()).toList();
        assertThat(lists.get(0)).hasSize(2).isEqualTo(lists.get(1));
    }
}
