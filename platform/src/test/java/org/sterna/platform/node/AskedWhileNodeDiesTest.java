package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
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
import org.sterna.persistence.store.cassandra.DatabaseSettings;
import org.sterna.platform.TestNode;
import org.sterna.platform.asking.Asking;

/** The node of many entities dies while they are asked: everybody gets the right answer, and everything is done once. */
@ExtendWith(CassandraExtension.class)
class AskedWhileNodeDiesTest {
    private static final Random RANDOM = new Random();
    private static final int MAILBOXES = 6;
    private static final int ROUNDS = 40;
    private static final int ACCOUNTS = 4;
    private static final Asking PATIENT = Asking.SOON.within(ClusterNode.LONG);
    private final DatabaseSettings settings = CassandraExtension.settings("asked_while_node_dies_test");
    private final ClusterNode one = ClusterNode.first(settings);
    private final ClusterNode other = ClusterNode.join(settings, one);
    private final AtomicInteger asked = new AtomicInteger();
    private final CompletableFuture<Void> busy = new CompletableFuture<>();

    @AfterEach
    void end() {
        other.close();
        one.close();
    }

    private static By by() {
        return By.nobody(Clock.systemUTC().instant());
    }

    private static MailboxCommand.AddMessages add(String emailId, Optional<QueueId> queueId) {
        Instant now = Clock.systemUTC().instant();
        return new MailboxCommand.AddMessages(List.of(new MailboxCommand.NewMessage(3, now, Set.of(),
                new MailboxEvent.Origin(queueId, Optional.empty(), Optional.empty(), Optional.empty()), new MailboxEvent.ObjectIds(emailId, "t"), now,
                new OctetsPlace.Inline(3), new byte[1], new byte[3])), List.of());
    }

    private CompletionStage<Verdict.Answer> ask(MailboxId id, MailboxCommand command) {
        if (asked.incrementAndGet() == MAILBOXES * ROUNDS) {
            busy.complete(null);
        }
        return PATIENT.<MailboxEntity.Message, Verdict>askAgain(one.mailbox(id), (replyTo, again) -> new MailboxEntity.Request(command, replyTo, again))
                .thenApply(verdict -> ((Verdict.Accepted) verdict).answer());
    }

    /** APPEND, a delivery, a STORE on condition that nobody else has changed it, in each round; every other message is expunged. */
    private CompletionStage<Void> use(MailboxId id, int round) {
        if (round == ROUNDS) {
            return CompletableFuture.completedFuture(null);
        }
        return ask(id, add("append" + id + "-" + round, Optional.empty())).thenCompose(added -> {
            assertThat(((Verdict.Added) added).uids()).containsExactly(2L * round + 1);
            return ask(id, add("delivery", Optional.of(new QueueId(new Incarnation("run"), 1, round))));
        }).thenCompose(added -> {
            assertThat(((Verdict.Added) added).uids()).containsExactly(2L * round + 2);
            return PATIENT.ask(one.mailbox(id), MailboxEntity.Count::new);
        }).thenCompose((Totals totals) -> ask(id, new MailboxCommand.StoreFlags(UidSet.of(2L * round + 1), MailboxCommand.FlagMode.ADD, Set.of("\\Flagged"),
                Optional.of(totals.highestModSeq()), by()))).thenCompose(stored -> {
                    assertThat(((Verdict.Changed) stored).modified()).isEqualTo(UidSet.EMPTY);
                    assertThat(((Verdict.Changed) stored).changed()).isEqualTo(UidSet.of(2L * round + 1));
                    return ask(id, new MailboxCommand.Expunge(UidSet.of(2L * round + 1), false, by()));
                }).thenCompose(gone -> {
                    assertThat(((Verdict.Expunged) gone).uids()).isEqualTo(UidSet.of(2L * round + 1));
                    return use(id, round + 1);
                });
    }

    private CompletionStage<Void> account(String address, AccountCommand command) {
        return PATIENT.<AccountEntity.Message, AccountEntity.Response>askAgain(one.sharding.entityRefFor(AccountEntity.TYPE, address),
                (replyTo, again) -> new AccountEntity.Request(command, Optional.empty(), replyTo, again)).thenAccept(response ->
                        assertThat(response.verdict()).as(command.toString()).isInstanceOf(AccountVerdict.Accepted.class));
    }

    private CompletionStage<Void> use(String address, int round) {
        if (round == ROUNDS) {
            return CompletableFuture.completedFuture(null);
        }
        Instant now = Clock.systemUTC().instant();
        return account(address, new AccountCommand.CreateFolder("f" + round, MailboxId.random(RANDOM), now))
                .thenCompose(done -> account(address, new AccountCommand.RenameFolder("f" + round, "g" + round, MailboxId.random(RANDOM), now.plusMillis(1))))
                .thenCompose(done -> round % 2 == 0 ? account(address, new AccountCommand.DeleteFolder("g" + round, now.plusMillis(2)))
                        : CompletableFuture.completedFuture(null))
                .thenCompose(done -> use(address, round + 1));
    }

    @Test
    void everythingIsDoneOnceAndAnswered() {
        List<CompletionStage<Void>> users = new ArrayList<>();
        List<MailboxId> mailboxes = new ArrayList<>();
        for (int i = 0; i < MAILBOXES; i++) {
            mailboxes.add(other.newMailbox());
        }
        MailboxId maildrop = other.newMailbox();
        other.ask(maildrop, add("m1", Optional.empty()));
        TestProbe<MailboxEntity.LockReply> owner = one.kit.createTestProbe();
        one.mailbox(maildrop).tell(new MailboxEntity.LockMaildrop(owner.getRef(), 1, Duration.ZERO));
        assertThat(owner.receiveMessage().answer()).isInstanceOf(MailboxEntity.MaildropLocked.class);
        MailboxId lent = one.newMailbox();
        TestProbe<MailboxEntity.LockReply> gone = other.kit.createTestProbe();
        other.mailbox(lent).tell(new MailboxEntity.LockMaildrop(gone.getRef(), 1, Duration.ZERO));
        assertThat(gone.receiveMessage().answer()).isInstanceOf(MailboxEntity.MaildropLocked.class);
        mailboxes.forEach(id -> users.add(use(id, 0)));
        for (int i = 0; i < ACCOUNTS; i++) {
            String address = "user" + i + "@example.org";
            users.add(account(address, new AccountCommand.Create(address, "x", MailboxId.random(RANDOM), Clock.systemUTC().instant()))
                    .thenCompose(created -> use(address, 0)));
        }
        TestNode.await(busy);
        other.crash(one);
        users.forEach(TestNode::await);
        for (MailboxId id : mailboxes) {
            Totals totals = TestNode.await(PATIENT.ask(one.mailbox(id), MailboxEntity.Count::new));
            assertThat(totals.messages()).isEqualTo(ROUNDS);
            assertThat(totals.highestModSeq()).as("each command's event once").isEqualTo(1 + 4L * ROUNDS);
        }
        for (int i = 0; i < ACCOUNTS; i++) {
            String address = "user" + i + "@example.org";
            AccountEntity.Response response = TestNode.await(PATIENT.ask(one.sharding.entityRefFor(AccountEntity.TYPE, address),
                    replyTo -> new AccountEntity.Request(new AccountCommand.Look(), replyTo)));
            assertThat(new TreeSet<>(response.account().folders().keySet())).hasSize(1 + ROUNDS / 2);
            assertThat(response.account().events()).isEqualTo(1 + 2L * ROUNDS + ROUNDS / 2);
        }
        Verdict verdict = TestNode.await(PATIENT.ask(one.mailbox(maildrop), replyTo ->
                new MailboxEntity.UpdateMaildrop(owner.getRef(), UidSet.of(1), by(), replyTo)));
        assertThat(verdict).as("the lock was lost with its node, and nobody else has it").isInstanceOf(Verdict.Accepted.class);
        Verdict repeated = TestNode.await(PATIENT.ask(one.mailbox(maildrop), replyTo ->
                new MailboxEntity.UpdateMaildrop(owner.getRef(), UidSet.of(1), by(), replyTo)));
        assertThat(repeated).isInstanceOf(Verdict.Accepted.class);
        Await.until("the maildrop that was lent to the dead node is free", Duration.ofSeconds(20), () -> {              // sooner than MaildropLock.LEASE
            one.mailbox(lent).tell(new MailboxEntity.LockMaildrop(owner.getRef(), 2, Duration.ZERO));
            return owner.receiveMessage().answer() instanceof MailboxEntity.MaildropLocked;
        });
    }
}
