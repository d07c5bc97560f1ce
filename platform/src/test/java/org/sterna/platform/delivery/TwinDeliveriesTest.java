package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.platform.TestNode;

/** A transaction that a client repeats on another node, before that node can know of the first, is in the mailbox once (RFC 1047). */
@ExtendWith(CassandraExtension.class)
@Timeout(600)
class TwinDeliveriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration NEVER = Duration.ofHours(1);
    private static TestNode node;
    private static TestQueue survivor;

    private final MailboxId mailbox = MailboxId.random(new SecureRandom());
    private Fingerprint fingerprint;
    private QueueHalf first;
    private QueueHalf second;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        survivor = TestQueue.on(node);
    }

    @AfterAll
    static void stop() {
        survivor.close();
        node.close();
    }

    @BeforeEach
    void begin(TestInfo test) {
        fingerprint = Fingerprint.of(Fingerprint.sha256().digest(test.getDisplayName().getBytes(US_ASCII)));
        TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, mailbox.value()).<Verdict>ask(replyTo -> new MailboxEntity.Request(
                new MailboxCommand.Create(mailbox, "bob@example.org", 7, By.nobody(Instant.EPOCH)), replyTo), PATIENCE));
        halves(NEVER);
    }

    private void halves(Duration silence) {
        first = new QueueHalf(node, survivor, silence, PATIENCE);
        second = new QueueHalf(node, survivor, silence, PATIENCE);
        first.share(text -> CompletableFuture.runAsync(() -> second.claims.heard(text)));
        second.share(text -> CompletableFuture.runAsync(() -> first.claims.heard(text)));
    }

    private long copies() {
        return TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, mailbox.value()).<Totals>ask(MailboxEntity.Count::new, PATIENCE)).messages();
    }

    private void assertOneCopy(QueueHalf one, QueueId id, QueueHalf other, QueueId repeated) {
        assertThat(other.delivered(repeated).uid()).isEqualTo(one.delivered(id).uid());
        assertThat(copies()).isEqualTo(1);
    }

    private void end(QueueHalf half) {
        TestNode.await(half.leases.release(half.incarnation()));
    }

    /** As survivors and the next start do it. */
    private void adopt(QueueHalf dead) {
        TestNode.await(survivor.leases().ensureFenced(dead.incarnation()));
        TestNode.await(survivor.queue().adopt(dead.incarnation(), TestNode.await(survivor.claims().claimsOf(dead.incarnation()))));
        TestNode.await(survivor.leases().adopted(dead.incarnation()));
    }

    /** By when the second one has asked at least once. */
    private void awaitQuestion() {
        long before = node.database().reads();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (node.database().reads() < before + 4) {
            assertThat(System.nanoTime()).as("somebody asks").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatAFencedNodeWritesLateIsLeftToItsClientWhoSendsItAgain() {
        end(first);
        TestNode.await(survivor.leases().ensureFenced(first.incarnation()));
        Claims.Estate estate = TestNode.await(survivor.claims().claimsOf(first.incarnation()));
        QueueId late = first.writeLate(fingerprint, mailbox);
        assertThat(TestNode.await(survivor.queue().adopt(first.incarnation(), estate))).isZero();
        TestNode.await(survivor.leases().adopted(first.incarnation()));
        second.delivered(second.send(fingerprint, mailbox).id());
        assertThat(first.isDelivered(late)).isFalse();
        assertThat(copies()).isEqualTo(1);
    }

    @Test
    void aClientThatBrokeOffIsNoticedByTheNodeThatHeldItsConnection() {
        QueueHalf.Sent sent = first.send(fingerprint, mailbox);
        first.delivered(sent.id());
        QueueHalf.Sent repeated = second.send(fingerprint, mailbox);
        awaitQuestion();
        assertThat(second.isDelivered(repeated.id())).as("nobody knows yet").isFalse();
        sent.reply().lost();
        assertOneCopy(first, sent.id(), second, repeated.id());
    }

    @Test
    void whoHasReadTheReplyAndSendsTheSameElsewhereMeansIt() {
        QueueHalf.Sent sent = first.send(fingerprint, mailbox);
        first.delivered(sent.id());
        sent.reply().flushed(Clock.systemUTC().instant());
        sent.reply().settled();
        QueueHalf.Sent again = second.send(fingerprint, mailbox);
        again.reply().settled();
        assertThat(second.delivered(again.id()).uid()).isNotEqualTo(first.delivered(sent.id()).uid());
        assertThat(copies()).isEqualTo(2);
        assertThat(TestNode.await(first.store.fate(fingerprint, sent.id()))).hasValueSatisfying(fate -> assertThat(fate.unread()).isFalse());
    }

    @Test
    void whoSaysNothingAfterTheReplyMayBeGone() {
        halves(Duration.ofMillis(1));
        QueueHalf.Sent sent = first.send(fingerprint, mailbox);
        first.delivered(sent.id());
        sent.reply().flushed(Clock.systemUTC().instant());
        QueueHalf.Sent repeated = second.send(fingerprint, mailbox);
        assertOneCopy(first, sent.id(), second, repeated.id());
    }

    @Test
    void theClaimsOfADeadNodeAreAwaited() {
        QueueHalf.Sent sent = first.send(fingerprint, mailbox);
        first.delivered(sent.id());
        end(first);
        QueueHalf.Sent repeated = second.send(fingerprint, mailbox);
        awaitQuestion();
        assertThat(second.isDelivered(repeated.id())).as("it is not adopted yet").isFalse();
        adopt(first);
        assertOneCopy(first, sent.id(), second, repeated.id());
    }

    @Test
    void whatADeadNodeHadInHandIsTheSameAsItsRepetitionThatWasQuicker() {
        QueueId id = first.acceptAndStop(fingerprint, mailbox);
        QueueHalf.Sent repeated = second.send(fingerprint, mailbox);
        second.delivered(repeated.id());
        repeated.reply().settled();
        end(first);
        adopt(first);
        assertOneCopy(second, repeated.id(), first, id);
    }

    @Test
    void ofThreeOnThreeNodesOneIsAdded() {
        QueueHalf third = new QueueHalf(node, survivor, NEVER, PATIENCE);
        QueueHalf.Sent sent = first.send(fingerprint, mailbox);
        first.delivered(sent.id());
        end(first);
        QueueHalf.Sent repeated = second.send(fingerprint, mailbox);
        end(second);
        QueueHalf.Sent last = third.send(fingerprint, mailbox);
        adopt(first);
        adopt(second);
        assertOneCopy(first, sent.id(), second, repeated.id());
        assertOneCopy(first, sent.id(), third, last.id());
    }

    private boolean areOne(Duration apart, QueueId one, QueueId other) {
        Instant now = Clock.systemUTC().instant();
        return TestNode.await(second.twins.areOne(fingerprint, new Twins.Message(one, now), new Twins.Message(other, now.plus(apart))));
    }

    @Test
    void aDeadNodesReplyWithoutAClaimWasRead() {
        QueueId id = new QueueId(first.incarnation(), 0, 1);
        QueueId other = new QueueId(second.incarnation(), 0, 1);
        end(first);
        TestNode.await(survivor.leases().ensureFenced(first.incarnation()));
        TestNode.await(survivor.leases().adopted(first.incarnation()));
        assertThat(areOne(Duration.ofSeconds(10), id, other)).isFalse();
        TestNode.await(second.store.putUnread(new Claim(fingerprint, other, Clock.systemUTC().instant())));
        assertThat(areOne(Duration.ofSeconds(10), id, other)).as("the later one's reply says nothing of the earlier one").isFalse();
        assertThat(areOne(Duration.ofSeconds(-10), id, other)).isTrue();
        assertThat(areOne(Twins.CLOCKS, id, other)).as("no clock tells which was first").isTrue();
    }

    @Test
    void aClaimIsFoundThoughItHasEnded() {
        QueueHalf.Sent sent = first.send(fingerprint, mailbox);
        sent.reply().lost();
        Repetition repetition = first.claims.find(fingerprint).orElseThrow();
        assertThat(TestNode.await(repetition.queueId())).isEqualTo(sent.id());
        Instant before = Clock.systemUTC().instant().minusSeconds(10);
        repetition.settled();
        QueueId other = new QueueId(second.incarnation(), 0, 1);
        assertThat(TestNode.await(second.twins.areOne(fingerprint, new Twins.Message(sent.id(), before), new Twins.Message(other, before.plusSeconds(5)))))
                .as("it was accepted before").isTrue();
        assertThat(TestNode.await(first.twins.areOne(fingerprint, new Twins.Message(sent.id(), before), new Twins.Message(other, before.plusSeconds(60)))))
                .as("who has read the reply to the repetition, and sends it again, means it").isFalse();
    }

    @Test
    void whatCannotBeKnownIsNotDecided() {
        QueueHalf hasty = new QueueHalf(node, survivor, NEVER, Duration.ofSeconds(1));
        Instant now = Clock.systemUTC().instant();
        assertThat(hasty.twins.areOne(fingerprint, new Twins.Message(new QueueId(first.incarnation(), 0, 1), now.minusSeconds(10)),
                new Twins.Message(new QueueId(hasty.incarnation(), 0, 1), now)).toCompletableFuture())
                .as("its node lives, and does not hear").failsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS).withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TimeoutException.class);
    }
}
