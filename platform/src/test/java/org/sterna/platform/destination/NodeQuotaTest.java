package org.sterna.platform.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.Reply;
import org.sterna.persistence.destination.Report;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.destination.NodeQuota.Question;

/** One quota without an entity: the test is its keeper, and grants. */
class NodeQuotaTest {
    private static final Duration GRANT = Duration.ofSeconds(5);
    private static final OptionalInt ANY = OptionalInt.empty();

    private final SteppedClock clock = new SteppedClock();
    private final List<NodeQuota> looks = new ArrayList<>();
    private final NodeQuota quota = new NodeQuota(QuotaKey.parse("example.com"), clock, looks::add);
    private long grants;
    private int told;

    private Report asked() {
        return question().report();
    }

    private Question question() {
        clock.step(NodeQuota.PAUSE);
        return quota.question(clock.instant()).orElseThrow();
    }

    private Reply grant(int connections, OptionalInt connects, OptionalInt messages, Condition condition) {
        return new Reply.Granted(new Report.Known(1, ++grants), connections, connects, messages, GRANT, GRANT.dividedBy(2), false, condition);
    }

    private void granted(int connections, OptionalInt connects, OptionalInt messages) {
        quota.connections();                                            // a wish, if there is none
        quota.take(question().round(), grant(connections, connects, messages, new Condition.Open()), clock.instant());
    }

    @Test
    void saysNoUntilTheFirstGrantAndAsksAtOnce() {
        assertThat(quota.connections()).isZero();
        assertThat(quota.tryConnect()).isFalse();
        assertThat(quota.trySend()).isFalse();
        assertThat(looks).as("one wish is enough").hasSize(1);
        granted(2, ANY, ANY);
        assertThat(quota.connections()).isEqualTo(2);
        assertThat(quota.messages()).isEqualTo(Integer.MAX_VALUE);
        assertThat(List.of(quota.tryConnect(), quota.tryConnect(), quota.tryConnect())).containsExactly(true, true, false);
        quota.disconnected();
        assertThat(quota.tryConnect()).isTrue();
    }

    @Test
    void opensNothingNewOnceTheGrantHasLapsed() {
        granted(2, ANY, OptionalInt.of(10));
        assertThat(quota.tryConnect()).isTrue();
        clock.step(GRANT.minusMillis(1));
        assertThat(quota.trySend()).isTrue();
        clock.step(Duration.ofMillis(1));
        assertThat(quota.trySend()).isFalse();
        assertThat(quota.tryConnect()).isFalse();
        assertThat(asked().messages()).satisfies(tokens -> {
            assertThat(tokens.left()).isZero();
            assertThat(tokens.used()).isEqualTo(1);
        });
    }

    @Test
    void aGrantCountsFromTheTimeItWasAskedFor() {
        Question question = wished();
        clock.step(GRANT);
        quota.take(question.round(), grant(2, ANY, ANY, new Condition.Open()), clock.instant());
        assertThat(quota.connections()).isZero();
    }

    private Question wished() {
        quota.connections();
        return question();
    }

    @Test
    void whatCameTooLateIsNotUsed() {
        Question lost = wished();
        clock.step(NodeQuota.PATIENCE);
        Question again = question();
        assertThat(quota.take(lost.round(), grant(9, ANY, ANY, new Condition.Open()), clock.instant())).isFalse();
        assertThat(quota.connections()).isZero();
        quota.take(again.round(), grant(2, ANY, ANY, new Condition.Open()), clock.instant());
        assertThat(quota.connections()).isEqualTo(2);
    }

    @Test
    void whatWasToldToNobodyIsToldAgain() {
        quota.succeeded();
        quota.failed("refused");
        wished();
        clock.step(NodeQuota.PATIENCE);
        quota.failed("refused again");
        assertThat(asked().outcomes()).isEqualTo(new Report.Outcomes(1, 2, 2, "refused again"));
    }

    @Test
    void tokensAddUpAndAreCounted() {
        granted(5, OptionalInt.of(1), OptionalInt.of(2));
        assertThat(quota.messages()).isEqualTo(2);
        assertThat(quota.trySend()).isTrue();
        quota.unsent();
        assertThat(List.of(quota.trySend(), quota.trySend(), quota.trySend())).containsExactly(true, true, false);
        assertThat(List.of(quota.tryConnect(), quota.tryConnect())).containsExactly(true, false);
        quota.unconnected();
        assertThat(quota.tryConnect()).as("it was given back").isTrue();
        clock.step(GRANT.dividedBy(2));
        Report report = asked();
        assertThat(report.messages().used()).isEqualTo(2);
        assertThat(report.messages().ago()).isEqualTo(GRANT.dividedBy(2).plus(NodeQuota.PAUSE));
        assertThat(report.connects().used()).isEqualTo(1);
        assertThat(report.inUse()).isEqualTo(1);
    }

    @Test
    void aFailureStopsWhatWouldBeginUntilItIsKnown() {
        granted(5, ANY, ANY);
        assertThat(quota.tryConnect()).isTrue();
        quota.failed("refused");
        assertThat(quota.connections()).isZero();
        assertThat(quota.tryConnect()).isFalse();
        Question question = question();
        assertThat(question.report().outcomes().failures()).isEqualTo(1);
        quota.failed("refused once more");
        quota.take(question.round(), grant(2, ANY, ANY, new Condition.Open()), clock.instant());
        assertThat(quota.connections()).as("the second is not known yet").isZero();
        granted(2, ANY, ANY);
        assertThat(quota.connections()).isEqualTo(2);
    }

    @Test
    void aFailureBesideSuccessesHalves() {
        granted(8, ANY, ANY);
        quota.succeeded();
        quota.failed("421");
        assertThat(quota.connections()).isEqualTo(4);
    }

    @Test
    void failuresOfAProviderStopNothing() {
        NodeQuota provider = new NodeQuota(QuotaKey.parse("provider google"), clock, looks::add);
        provider.connections();
        clock.step(NodeQuota.PAUSE);
        provider.take(provider.question(clock.instant()).orElseThrow().round(), grant(2, ANY, ANY, new Condition.Open()), clock.instant());
        provider.failed("refused");
        assertThat(provider.connections()).isEqualTo(2);
    }

    @Test
    void listenersAreToldWhenSomethingBecomesPossible() {
        Runnable listener = () -> told++;
        quota.onChange(listener);
        Question question = wished();
        assertThat(quota.take(question.round(), grant(0, ANY, ANY, new Condition.Frozen("complaints", Instant.EPOCH)), clock.instant())).isTrue();
        assertThat(quota.standing()).isEqualTo(new Standing.Frozen("complaints", Instant.EPOCH));
        quota.reconsider();
        assertThat(quota.take(question().round(), grant(1, ANY, ANY, new Condition.Open()), clock.instant())).isTrue();
        quota.tryConnect();
        quota.tryConnect();
        quota.disconnected();
        assertThat(told).as("somebody had been refused").isEqualTo(1);
        quota.forget(listener);
        quota.tell();
        assertThat(told).isEqualTo(1);
    }

    @Test
    void renewsInTimeAndOnlyWhileThereIsUse() {
        granted(5, ANY, ANY);
        assertThat(quota.nextLook()).as("nobody uses it").isEmpty();
        quota.tryConnect();
        assertThat(quota.nextLook()).contains(clock.instant().plus(GRANT.dividedBy(2)));
        assertThat(quota.question(clock.instant())).isEmpty();
        clock.step(GRANT.dividedBy(2));
        granted(5, ANY, ANY);
        quota.disconnected();
        clock.step(GRANT.dividedBy(2));
        assertThat(asked().inUse()).as("the end is told").isZero();
    }

    @Test
    void aFullQuotaAsksForMoreBeforeOneIsRefused() {
        granted(6, ANY, ANY);
        looks.clear();
        for (int i = 0; i < 6; i++) {
            assertThat(quota.tryConnect()).isTrue();
        }
        assertThat(looks).hasSize(1);
        assertThat(asked().wanted()).as("twice as many").isEqualTo(12);
    }

    @Test
    void aWishIsNeverForgotten() {
        granted(1, ANY, ANY);
        quota.tryConnect();
        looks.clear();
        quota.disconnected();
        clock.step(GRANT.dividedBy(2));
        granted(1, ANY, ANY);
        quota.tryConnect();
        assertThat(looks).as("too early to ask, but its keeper knows").hasSize(1);
        assertThat(quota.question(clock.instant())).isEmpty();
        assertThat(quota.nextLook()).isPresent();
    }

    @Test
    void whoLeavesGivesBackAndGetsNothingMore() {
        assertThat(quota.leave(clock.instant())).as("there is nothing").isEqualTo(Optional.empty());
        granted(6, ANY, OptionalInt.of(5));
        Report report = quota.leave(clock.instant()).orElseThrow().report();
        assertThat(report.leaving()).isTrue();
        assertThat(report.messages().left()).isZero();
        assertThat(quota.connections()).isZero();
    }
}
