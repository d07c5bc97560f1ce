package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.claim.ReplyFate;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

/** RFC 1047 on several nodes: what one of them knows the others are told, and find in the store if they were not. */
class SharedClaimsTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Fingerprint ONE = fingerprint(1);
    private static final QueueId ID = new QueueId(new Incarnation("a"), 0, 1);
    private static final ReplyFate UNREAD = new ReplyFate(true, Optional.empty());
    private final FakeClaimStore store = new FakeClaimStore();
    private final List<String> told = new ArrayList<>();
    private final Claims here = claims();
    private final Claims there = claims();
    private boolean connected = true;

    @BeforeEach
    void share() {
        here.share(ID.incarnation(), this::say);
        there.share(new Incarnation("b"), this::say);
    }

    private void say(String text) {
        told.add(text);
        if (connected) {
            here.heard(text);
            there.heard(text);
        }
    }

    private Claims claims() {
        return new Claims(store, new ClaimRules(true, Duration.ofHours(24), SILENCE, 100, Duration.ofSeconds(20)), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Fingerprint fingerprint(int number) {
        return Fingerprint.of(Fingerprint.sha256().digest(new byte[] {(byte) number}));
    }

    private NewTransaction accepted() {
        NewTransaction transaction = here.begin(ONE);
        transaction.storing(CompletableFuture.completedFuture(ID));
        return transaction;
    }

    private static QueueId known(Claims claims) {
        return claims.find(ONE).orElseThrow().queueId().toCompletableFuture().join();
    }

    @Test
    void aReplyThatWasLostOnOneNodeIsSaidAgainByAnother() {
        NewTransaction transaction = accepted();
        assertThat(told).as("the common path tells nobody anything").isEmpty();
        transaction.lost();
        assertThat(known(there)).isEqualTo(ID);
        there.find(ONE).orElseThrow().settled();
        assertThat(here.find(ONE)).as("its repetition was read there").isEmpty();
        assertThat(store.rows).isEmpty();
        assertThat(store.fates).as("who must know of the first one still can").containsEntry(ID, new ReplyFate(true, Optional.of(NOW)));
        store.unread.add(new Claim(ONE, ID, NOW.minusSeconds(9)));
        there.claimsOf(ID.incarnation()).toCompletableFuture().join();
        assertThat(store.rows).as("its own node has not seen that it was read").isEmpty();
        assertThat(here.find(ONE)).isEmpty();
    }

    @Test
    void theCommonPathTellsNothing() {
        accepted().settled();
        assertThat(told).isEmpty();
        assertThat(store.asked).isZero();
    }

    @Test
    void claimsOfADeadNodeAreKnownToAll() {
        store.unread.add(new Claim(ONE, ID, NOW.minusSeconds(9)));
        assertThat(there.claimsOf(ID.incarnation()).toCompletableFuture().join().claims()).isEqualTo(1);
        assertThat(known(here)).isEqualTo(ID);
        assertThat(told).last().isEqualTo("adopted a");
    }

    @Test
    void theReplyOfEachOfTwoWithOneFingerprintIsRemembered() {
        QueueId later = new QueueId(new Incarnation("b"), 0, 1);
        store.unread.add(new Claim(ONE, ID, NOW.minusSeconds(9)));
        NewTransaction transaction = there.begin(ONE);
        transaction.storing(CompletableFuture.completedFuture(later));
        transaction.lost();
        here.claimsOf(ID.incarnation()).toCompletableFuture().join();
        assertThat(store.fates).containsEntry(ID, UNREAD).containsEntry(later, UNREAD);
        assertThat(known(here)).isEqualTo(later);
    }

    @Test
    void whatWasNotHeardIsReadAgain() {
        connected = false;
        Claim old = new Claim(ONE, ID, NOW.minusSeconds(61));
        store.rows.put(ONE, old);
        assertThat(there.find(ONE)).isEmpty();
        there.reload().toCompletableFuture().join();
        assertThat(known(there)).isEqualTo(ID);
        store.rows.remove(ONE);
        there.reload().toCompletableFuture().join();
        assertThat(there.find(ONE)).as("another node has ended it").isEmpty();
    }

    @Test
    void aClaimThatIsTooYoungToBeInTheStoreIsNotForgotten() {
        there.heard(new ClaimNews.Made(new Claim(ONE, ID, NOW)).text());
        there.reload().toCompletableFuture().join();
        assertThat(known(there)).isEqualTo(ID);
    }

    @Test
    void aLateWordOfAClaimThatHasEndedChangesNothing() {
        accepted().lost();
        here.find(ONE).orElseThrow().settled();
        there.heard(told.get(0));
        assertThat(there.find(ONE)).isEmpty();
    }

    @Test
    void whoAcceptedItWritesDownWhatBecameOfTheReplyWhenAsked() {
        NewTransaction transaction = accepted();
        there.ask(ONE, ID);
        assertThat(store.fates).as("it is on its way").isEmpty();
        transaction.flushed(NOW);
        there.ask(ONE, ID);
        assertThat(store.fates).as("it may be read yet").isEmpty();
        transaction.settled();
        there.ask(ONE, ID);
        assertThat(store.fates).containsEntry(ID, new ReplyFate(false, Optional.of(NOW)));
        assertThat(there.find(ONE)).isEmpty();
    }

    @Test
    void aReplyThatNobodyAnsweredForAWhileCountsAsLostWhenAsked() {
        accepted().flushed(NOW.minus(SILENCE).minusMillis(1));
        there.ask(ONE, ID);
        assertThat(store.fates).containsEntry(ID, UNREAD);
        assertThat(known(there)).isEqualTo(ID);
    }

    @Test
    void ofTwoThatWaitEachCounts() {
        NewTransaction transaction = accepted();
        NewTransaction later = here.begin(ONE);
        later.storing(CompletableFuture.completedFuture(new QueueId(ID.incarnation(), 0, 2)));
        later.settled();
        there.ask(ONE, ID);
        assertThat(store.fates).as("the first one's client has said nothing").isEmpty();
        transaction.lost();
        assertThat(store.fates).containsEntry(ID, UNREAD);
    }

    @Test
    void aClaimThatIsJustBeingWrittenIsNotDenied() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        store.outcomes.add(written);
        NewTransaction transaction = accepted();
        transaction.lost();
        store.fates.clear();                                   // nobody can read it before the write is done
        there.ask(ONE, ID);
        assertThat(store.fates).isEmpty();
        written.complete(null);
    }

    @Test
    void aTextOfAnotherVersionIsPassedOver() {
        for (String text : List.of("", "made", "made x a-0-1 5", "ended " + ONE.hex() + " nonsense", "forgotten a", "adopted A!", "made " + ONE.hex() + " " + ID + " soon")) {
            assertThat(ClaimNews.parse(text)).as(text).isEmpty();
            here.heard(text);
        }
        assertThat(here.size()).isZero();
    }
}
