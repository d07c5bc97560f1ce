package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

/** RFC 1047: who may never have read a 250 is known again, and who has read it sends a new message. */
@Timeout(180)
class ClaimsTest {
    private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Fingerprint ONE = fingerprint(1);
    private static final QueueId ID = id(1);

    /** Set by hand. */
    private static final class HandClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        private void pass(Duration time) {
            now = now.plus(time);
        }
    }

    private final HandClock clock = new HandClock();
    private final FakeClaimStore store = new FakeClaimStore();
    private Claims claims = claims(true, 3, Duration.ofSeconds(20));

    private Claims claims(boolean enabled, int most, Duration patience) {
        return new Claims(store, new ClaimRules(enabled, WINDOW, SILENCE, most, patience), clock);
    }

    private static Fingerprint fingerprint(int number) {
        return Fingerprint.of(Fingerprint.sha256().digest(new byte[] {(byte) number}));
    }

    private static QueueId id(int number) {
        return new QueueId(new Incarnation("a"), 0, number);
    }

    private NewTransaction begin(Fingerprint fingerprint, CompletionStage<QueueId> stored) {
        NewTransaction transaction = claims.begin(fingerprint);
        transaction.storing(stored);
        return transaction;
    }

    private CompletionStage<Optional<Entry>> enter(Fingerprint fingerprint, Instant since) {
        return claims.enter(fingerprint, since, () -> false);
    }

    private static void assertNew(CompletionStage<Optional<Entry>> entry) {
        assertThat(entry).succeedsWithin(60, TimeUnit.SECONDS).satisfies(found -> assertThat(found.orElseThrow()).isInstanceOf(NewTransaction.class));
    }

    /**
     * Whoever waits does so by the machine's clock, a second and no longer: what took longer than that from its beginning to its
     * end says nothing, and is done again with other messages.
     *
     * @param actions given a number of its own; leads to what is asserted then
     */
    private static void withinASecond(IntFunction<Runnable> actions) {
        boolean late = true;
        for (int number = 20; late; number++) {
            long begun = System.nanoTime();
            Runnable assertions = actions.apply(number);
            late = System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(1);
            if (!late) {
                assertions.run();
            }
        }
    }

    private static boolean waits(CompletionStage<?> stage) {
        return !stage.toCompletableFuture().isDone();
    }

    private AwaitedReply accepted(Fingerprint fingerprint, QueueId id) {
        return begin(fingerprint, CompletableFuture.completedFuture(id));
    }

    private static Entry get(CompletionStage<Optional<Entry>> entry) {
        return entry.toCompletableFuture().getNow(Optional.empty()).orElseThrow();
    }

    private static QueueId get(Repetition repetition) {
        return repetition.queueId().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aDeliveredReplyLeavesNothing() {
        assertThat(claims.find(ONE)).isEmpty();
        AwaitedReply reply = accepted(ONE, ID);
        reply.flushed(clock.now);
        reply.settled();
        reply.lost();                                        // the connection ends later on: nothing to it
        clock.pass(Duration.ofMinutes(1));
        assertThat(claims.find(ONE)).isEmpty();
        assertThat(store.asked).isZero();
    }

    @Test
    void theCommonPathAsksTheStoreNothing() {
        for (int number = 0; number < 100; number++) {
            assertThat(claims.find(fingerprint(number))).isEmpty();
            accepted(fingerprint(number), id(number)).settled();
        }
        assertThat(store.asked).isZero();
    }

    @Test
    void aLostReplyIsSaidAgain() {
        AwaitedReply reply = accepted(ONE, ID);
        reply.flushed(clock.now);
        reply.lost();
        assertThat(store.rows).containsEntry(ONE, new Claim(ONE, ID, START));
        assertThat(get(claims.find(ONE).orElseThrow())).isEqualTo(ID);
        assertThat(claims.find(fingerprint(2))).isEmpty();
    }

    @Test
    void onceTheRepetitionIsReadAThirdSendingIsNew() {
        accepted(ONE, ID).lost();
        Repetition repetition = claims.find(ONE).orElseThrow();
        repetition.flushed(clock.now);
        repetition.settled();
        assertThat(claims.find(ONE)).isEmpty();
        assertThat(store.rows).isEmpty();
        accepted(ONE, id(2)).lost();
        assertThat(get(claims.find(ONE).orElseThrow())).isEqualTo(id(2));
    }

    @Test
    void aRepetitionThatIsLostTooLeavesTheClaim() {
        accepted(ONE, ID).lost();
        claims.find(ONE).orElseThrow().lost();
        assertThat(get(claims.find(ONE).orElseThrow())).isEqualTo(ID);
        assertThat(store.rows).hasSize(1);
    }

    @Test
    void aLateRepetitionDoesNotEndALaterClaim() {
        accepted(ONE, ID).lost();
        Repetition first = claims.find(ONE).orElseThrow();
        claims.find(ONE).orElseThrow().settled();
        accepted(ONE, id(2)).lost();
        first.settled();
        assertThat(get(claims.find(ONE).orElseThrow())).isEqualTo(id(2));
        assertThat(store.rows.get(ONE).queueId()).isEqualTo(id(2));
    }

    @Test
    void whoIsGoneBeforeTheMessageIsDurableGetsTheClaimOnceItIs() {
        CompletableFuture<QueueId> stored = new CompletableFuture<>();
        begin(ONE, stored).lost();
        Repetition repetition = claims.find(ONE).orElseThrow();
        assertThat(repetition.queueId().toCompletableFuture()).isNotDone();
        assertThat(store.rows).isEmpty();
        stored.complete(ID);
        assertThat(get(repetition)).isEqualTo(ID);
        assertThat(store.rows).hasSize(1);
    }

    @Test
    void aRepetitionDoesNotWaitForEver() {
        claims = claims(true, 3, Duration.ofMillis(50));
        begin(ONE, new CompletableFuture<>()).lost();
        assertThat(claims.find(ONE).orElseThrow().queueId()).failsWithin(60, TimeUnit.SECONDS);
        assertThat(claims.find(ONE)).as("the first one may be written yet").isPresent();
    }

    @Test
    void whatWasNotAcceptedIsNotRemembered() {
        CompletableFuture<QueueId> stored = new CompletableFuture<>();
        begin(ONE, stored).lost();
        Repetition waiting = claims.find(ONE).orElseThrow();
        stored.completeExceptionally(new IllegalStateException("no"));
        assertThat(waiting.queueId()).failsWithin(60, TimeUnit.SECONDS);
        assertThat(claims.find(ONE)).isEmpty();
        assertThat(store.asked).isZero();
    }

    @Test
    void twoAtOneTimeAreTwoMessages() {
        AwaitedReply one = accepted(ONE, ID);
        assertThat(claims.find(ONE)).isEmpty();
        AwaitedReply other = accepted(ONE, id(2));
        one.flushed(clock.now);
        other.flushed(clock.now);
        clock.pass(SILENCE);
        assertThat(claims.find(ONE)).as("silent for no longer than that").isEmpty();
        one.settled();
        other.settled();
        clock.pass(Duration.ofHours(1));
        assertThat(claims.find(ONE)).isEmpty();
    }

    @Test
    void whetherTheReplyWasReadIsAwaitedAWhile() {
        withinASecond(number -> {
            AwaitedReply first = accepted(fingerprint(number), id(number));
            CompletionStage<Optional<Entry>> hungUp = enter(fingerprint(number), clock.now);
            boolean waited = waits(hungUp);
            first.lost();
            return () -> {
                assertThat(waited).isTrue();
                assertThat(hungUp).succeedsWithin(60, TimeUnit.SECONDS).satisfies(found ->
                        assertThat(get((Repetition) found.orElseThrow())).isEqualTo(id(number)));
            };
        });

        withinASecond(number -> {
            AwaitedReply second = accepted(fingerprint(-number), id(number));
            CompletionStage<Optional<Entry>> read = enter(fingerprint(-number), clock.now);
            boolean waited = waits(read);
            second.settled();
            return () -> {
                assertThat(waited).isTrue();
                assertNew(read);
            };
        });

        withinASecond(number -> {
            accepted(fingerprint(number - 100), id(number));
            CompletionStage<Optional<Entry>> third = enter(fingerprint(number - 100), clock.now);
            boolean waited = waits(third);
            return () -> {
                assertThat(waited).isTrue();
                assertNew(third);
                ((NewTransaction) get(third)).settled();
                assertThat(enter(fingerprint(number - 100), clock.now).toCompletableFuture()).as("nobody is awaited").isCompleted();
            };
        });
    }

    /** However long the one takes from its entry to its writing. */
    @Test
    void ofTwoThatEnterAtOneTimeTheSecondWaitsForTheFirst() {
        withinASecond(number -> {
            NewTransaction first = (NewTransaction) get(enter(fingerprint(number), clock.now));
            CompletionStage<Optional<Entry>> second = enter(fingerprint(number), clock.now);
            boolean waited = waits(second);
            first.lost();
            return () -> {
                assertThat(waited).isTrue();
                CompletableFuture<QueueId> stored = new CompletableFuture<>();
                first.storing(stored);
                assertThat(second).succeedsWithin(60, TimeUnit.SECONDS);
                Repetition repetition = (Repetition) get(second);
                assertThat(repetition.queueId().toCompletableFuture()).isNotDone();
                stored.complete(ID);
                assertThat(get(repetition)).isEqualTo(ID);
            };
        });
    }

    @Test
    void whoHasHungUpDoesNotEnter() {
        assertThat(claims.enter(ONE, clock.now, () -> true).toCompletableFuture()).isCompletedWithValue(Optional.empty());
        assertThat(enter(ONE, clock.now).toCompletableFuture()).as("it left nothing behind").isCompleted();
    }

    /** Its client may have given it up and sent it again by another connection, which was quicker. */
    @Test
    void whoIsOvertakenByTheSameIsLeftTimeToBeFoundGone() {
        withinASecond(number -> {
            Instant since = clock.now;
            clock.pass(Duration.ofMillis(1));
            accepted(fingerprint(number), id(number)).settled();
            AtomicBoolean gone = new AtomicBoolean();
            CompletionStage<Optional<Entry>> overtaken = claims.enter(fingerprint(number), since, gone::get);
            boolean waited = waits(overtaken);
            gone.set(true);
            return () -> {
                assertThat(waited).isTrue();
                assertThat(overtaken).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(Optional.empty());
                assertNew(enter(fingerprint(number), since));
            };
        });
    }

    @Test
    void whoBeganBehindTheOtherOrIsFarTooSlowWasNotOvertaken() {
        Instant since = clock.now;
        clock.pass(Duration.ofMillis(1));
        accepted(ONE, ID).settled();
        accepted(fingerprint(2), id(2)).settled();
        assertThat(enter(ONE, clock.now).toCompletableFuture()).isCompleted();
        clock.pass(Duration.ofSeconds(11));
        accepted(fingerprint(3), id(3)).settled();
        assertThat(enter(fingerprint(2), since).toCompletableFuture()).isCompleted();
    }

    @Test
    void whoFellSilentCountsAsLostForWhoSendsTheSame() {
        AwaitedReply silent = accepted(ONE, ID);
        clock.pass(Duration.ofMinutes(1));
        assertThat(claims.find(ONE)).as("not flushed yet").isEmpty();
        silent.flushed(clock.now);
        clock.pass(SILENCE.plusMillis(1));
        Repetition repetition = claims.find(ONE).orElseThrow();
        assertThat(get(repetition)).isEqualTo(ID);
        silent.settled();                                    // too late: the claim is the repetition's now
        assertThat(claims.find(ONE)).isPresent();
        repetition.settled();
        assertThat(claims.find(ONE)).isEmpty();
        assertThat(store.rows).isEmpty();
    }

    @Test
    void anUnknownOutcomeIsAClaimAtOnce() {
        CompletableFuture<QueueId> answered = new CompletableFuture<>();
        CompletableFuture<QueueId> written = new CompletableFuture<>();
        AwaitedReply refused = begin(ONE, answered);
        CompletionStage<Void> durable = claims.unknown(ONE, written);
        answered.completeExceptionally(new IllegalStateException("the store does not answer"));
        refused.lost();
        Repetition repetition = claims.find(ONE).orElseThrow();
        assertThat(repetition.queueId().toCompletableFuture()).isNotDone();
        assertThat(durable.toCompletableFuture()).isNotDone();
        written.complete(ID);
        assertThat(get(repetition)).isEqualTo(ID);
        assertThat(durable.toCompletableFuture()).isCompleted();
        assertThat(store.rows).hasSize(1);
    }

    @Test
    void anOutcomeThatNobodyWillEverKnowIsNoClaim() {
        CompletableFuture<QueueId> written = new CompletableFuture<>();
        CompletionStage<Void> durable = claims.unknown(ONE, written);
        written.completeExceptionally(new IllegalStateException("fenced"));
        assertThat(durable.toCompletableFuture()).isCompleted();
        assertThat(claims.find(ONE)).isEmpty();
    }

    @Test
    void aClaimEndsWithItsLife() {
        accepted(ONE, ID).lost();
        clock.pass(WINDOW.minusMillis(1));
        assertThat(claims.find(ONE)).isPresent();
        clock.pass(Duration.ofMillis(1));
        assertThat(claims.find(ONE)).isEmpty();
        accepted(fingerprint(2), id(2)).lost();
        assertThat(claims.size()).as("it left the memory").isEqualTo(1);
    }

    @Test
    void theOldestMakeRoom() {
        for (int number = 0; number < 5; number++) {
            accepted(fingerprint(number), id(number)).lost();
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(claims.size()).isEqualTo(3);
        assertThat(claims.find(fingerprint(1))).isEmpty();
        assertThat(claims.find(fingerprint(2))).isPresent();
        assertThat(claims.find(fingerprint(4))).isPresent();
    }

    @Test
    void aStartLoadsWhatTheStoreHolds() {
        accepted(ONE, ID).lost();
        claims = claims(true, 3, SILENCE);
        assertThat(claims.find(ONE)).isEmpty();
        assertThat(claims.load().toCompletableFuture()).isCompletedWithValue(1);
        Repetition repetition = claims.find(ONE).orElseThrow();
        assertThat(get(repetition)).isEqualTo(ID);
        repetition.settled();
        assertThat(store.rows).isEmpty();
    }

    @Test
    void theClaimsOfTheDeadAreMadeAndDurable() {
        store.unread.addAll(List.of(new Claim(ONE, ID, START.minusSeconds(2)), new Claim(ONE, id(2), START.minusSeconds(1)),
                new Claim(fingerprint(3), id(3), START)));
        accepted(fingerprint(3), id(4)).lost();
        assertThat(claims.claimsOf(new Incarnation("dead")).toCompletableFuture()).isCompletedWithValue(new Claims.Estate(3, Optional.of(Set.of(ID, id(2), id(3)))));
        assertThat(get(claims.find(ONE).orElseThrow())).as("the later one").isEqualTo(id(2));
        assertThat(store.rows.get(ONE).queueId()).isEqualTo(id(2));
        assertThat(get(claims.find(fingerprint(3)).orElseThrow())).as("held already").isEqualTo(id(4));
    }

    @Test
    void aClaimThatCannotBeStoredIsTriedAgain() {
        store.outcomes.add(CompletableFuture.failedFuture(new IllegalStateException("away")));
        long begun = System.nanoTime();
        CompletionStage<Void> durable = claims.unknown(ONE, CompletableFuture.completedFuture(ID));
        boolean waited = waits(durable);
        assertThat(waited || System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(5)).as("some seconds pass between two tries").isTrue();
        assertThat(durable).succeedsWithin(60, TimeUnit.SECONDS);
        assertThat(store.asked).isEqualTo(2);
    }

    @Test
    void aClaimIsDeletedBehindItsOwnWrite() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        store.outcomes.add(slow);
        accepted(ONE, ID).lost();
        claims.find(ONE).orElseThrow().settled();
        assertThat(store.rows).as("the write is on its way").hasSize(1);
        slow.complete(null);
        assertThat(store.rows).isEmpty();
    }

    @Test
    void nothingIsKnownAgainWhereItIsSwitchedOff() {
        claims = claims(false, 3, SILENCE);
        accepted(ONE, ID).lost();
        assertThat(claims.find(ONE)).isEmpty();
        store.unread.add(new Claim(ONE, ID, START));
        assertThat(claims.claimsOf(new Incarnation("dead")).toCompletableFuture()).isCompletedWithValue(new Claims.Estate(0, Optional.empty()));
        assertThat(claims.load().toCompletableFuture()).isCompletedWithValue(0);
        assertThat(store.asked).isZero();
    }
}
