package org.sterna.persistence.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.destination.DestinationEvent.DestinationDown;
import org.sterna.persistence.destination.DestinationEvent.DestinationUp;
import org.sterna.persistence.destination.DestinationEvent.GrantsEnded;
import org.sterna.persistence.destination.DestinationEvent.GrantsReserved;
import org.sterna.persistence.destination.Rate.What;

/** The rules of one destination, with the clock passed in. */
class LifeTest {
    private static final Duration GRANT = Duration.ofSeconds(5);

    private final Town town = new Town();

    private static Limits limits(int connections, Rate... rates) {
        return new Limits(connections, List.of(rates), GRANT, Optional.empty());
    }

    private static Limits watched(int connections) {
        return new Limits(connections, List.of(), GRANT, Optional.of(new Limits.Watch(3, Duration.ofSeconds(30), Duration.ofMinutes(15), 2)));
    }

    @Test
    void whoAsksAloneGetsWhatHeWantsUpToTheLimit() {
        assertThat(town.node("a").wants(7).asks(limits(20)).granted()).isEqualTo(7);
        assertThat(town.node("a").wants(50).asks(limits(20)).granted()).isEqualTo(20);
    }

    @Test
    void aNewDestinationWaitsForNothingAndReservesSeveralMinutesAtOnce() {
        town.node("a").wants(1).asks(limits(20));
        assertThat(town.events()).hasSize(1).first().isInstanceOf(GrantsReserved.class);
        for (int i = 0; i < 100; i++) {
            town.pass(Duration.ofSeconds(2));
            assertThat(town.node("a").wants(5).asks(limits(20)).granted()).isEqualTo(5);
        }
        assertThat(town.events()).as("one write in several minutes").hasSize(1);
        town.pass(Duration.ofSeconds(80));
        town.node("a").wants(5).asks(limits(20));
        assertThat(town.events()).hasSize(2);
    }

    @Test
    void connectionsAreDividedByWhatIsWantedOnceTheOthersHaveLetGo() {
        assertThat(town.node("a").wants(20).asks(limits(20)).granted()).isEqualTo(20);
        town.node("a").uses(20);
        assertThat(town.node("b").wants(4).asks(limits(20)).granted()).as("all are given away").isZero();
        town.pass(Duration.ofSeconds(2));
        assertThat(town.node("a").wants(20).asks(limits(20)).granted()).isEqualTo(16);
        assertThat(town.node("b").wants(4).asks(limits(20)).granted()).as("a has not said that it heard so").isZero();
        town.node("a").uses(18).wants(20).asks(limits(20));
        assertThat(town.node("b").wants(4).asks(limits(20)).granted()).as("a still has 18 open").isEqualTo(2);
        town.node("a").uses(16).wants(20).asks(limits(20));
        assertThat(town.node("b").wants(4).asks(limits(20)).granted()).isEqualTo(4);
    }

    @Test
    void ofFewerConnectionsThanNodesEachHasOneInTurn() {
        int turnsOfA = 0;
        int turnsOfB = 0;
        int turnsOfC = 0;
        for (int i = 0; i < 120; i++) {
            turnsOfA += town.node("a").uses(0).wants(3).asks(limits(1)).granted();
            turnsOfB += town.node("b").uses(0).wants(1).asks(limits(1)).granted();
            turnsOfC += town.node("c").uses(0).wants(9).asks(limits(1)).granted();
            town.pass(Duration.ofSeconds(2));
        }
        assertThat(List.of(turnsOfA, turnsOfB, turnsOfC)).allSatisfy(turns -> assertThat(turns).isGreaterThan(15));
    }

    @Test
    void aNodeThatIsSilentLosesItsShare() {
        town.node("a").wants(20).asks(limits(20));
        town.pass(GRANT);
        assertThat(town.node("b").wants(20).asks(limits(20)).granted()).isEqualTo(20);
    }

    @Test
    void whoLeavesGivesBackAtOnce() {
        town.node("a").wants(20).asks(limits(20));
        town.node("a").leaves(limits(20));
        assertThat(town.node("b").wants(20).asks(limits(20)).granted()).isEqualTo(20);
    }

    @Test
    void aNewLifeWaitsUntilGrantsOfTheOldOneHaveLapsed() {
        town.node("a").wants(20).asks(limits(20));
        town.crash();
        town.node("b").wants(20).asks(limits(20));
        assertThat(town.node("b").answer()).isInstanceOf(Reply.Later.class);
        assertThat(town.node("b").answer().again()).isBetween(GRANT, GRANT.plusMillis(1));
        town.pass(GRANT);
        assertThat(town.node("b").wants(20).asks(limits(20)).granted()).isEqualTo(20);
    }

    @Test
    void aNewLifeWaitsNotIfAllHadLapsedOrWereGivenBack() {
        town.node("a").wants(20).asks(limits(20));
        town.pass(GRANT);
        town.stop();
        assertThat(town.events()).last().isInstanceOf(GrantsEnded.class);
        assertThat(town.node("b").wants(20).asks(limits(20)).granted()).isEqualTo(20);
        town.node("b").leaves(limits(20));
        town.stop();
        assertThat(town.node("c").wants(20).asks(limits(20)).granted()).isEqualTo(20);
        town.stop();
        assertThat(town.node("c").wants(20).asks(limits(20)).answer()).as("c had not given back").isInstanceOf(Reply.Later.class);
    }

    @Test
    void aNewLifeLongAfterTheMarkWaitsForNothing() {
        town.node("a").wants(20).asks(limits(20));
        town.pass(Duration.ofMinutes(6));
        assertThat(town.idle()).isTrue();
        town.stop();
        assertThat(town.events()).as("nothing to store").hasSize(1);
        assertThat(town.node("b").wants(20).asks(limits(20)).granted()).isEqualTo(20);
    }

    @Test
    void moreIsNotGrantedThanTheRateInAnyTime() {
        Limits limits = limits(20, new Rate(What.MESSAGES, 100, Duration.ofMinutes(1)));
        assertThat(town.node("a").wants(1).wantsMessages(70).asks(limits).messages()).isEqualTo(70);
        town.node("a").sends(70);
        assertThat(town.node("a").wants(1).wantsMessages(70).asks(limits).messages()).isEqualTo(30);
        town.node("a").sends(30);
        town.pass(Duration.ofSeconds(30));
        assertThat(town.node("a").wants(1).wantsMessages(70).asks(limits).messages()).isZero();
        assertThat(town.node("a").answer().again()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
        town.pass(Duration.ofSeconds(31));
        assertThat(town.node("a").wants(1).wantsMessages(70).asks(limits).messages()).isEqualTo(70);
    }

    @Test
    void tokensThatWereNotUsedCountUntilTheyMightHaveBeen() {
        Limits limits = limits(20, new Rate(What.CONNECTIONS, 5, Duration.ofSeconds(10)));
        assertThat(town.node("a").wants(5).wantsConnects(5).asks(limits).connects()).isEqualTo(5);
        town.pass(Duration.ofSeconds(14));
        assertThat(town.node("b").wants(5).wantsConnects(5).asks(limits).connects()).isZero();
        town.pass(Duration.ofSeconds(1));
        assertThat(town.node("b").wants(5).wantsConnects(5).asks(limits).connects()).isEqualTo(5);
    }

    @Test
    void slowRatesAreReservedSoThatACrashAddsNothing() {
        Limits limits = limits(20, new Rate(What.MESSAGES, 1_200, Duration.ofHours(1)));
        town.node("a").wants(1).wantsMessages(100).asks(limits);
        assertThat(((GrantsReserved) town.events().get(0)).messages()).as("twice the pace of five minutes").isEqualTo(201);
        town.node("a").sends(100).wants(1).wantsMessages(100).asks(limits);
        assertThat(town.events()).as("within the reserve").hasSize(1);
        town.node("a").sends(100);
        town.crash();
        town.pass(GRANT);
        assertThat(town.node("b").wants(1).wantsMessages(2_000).asks(limits).messages()).isEqualTo(1_200 - 201);
        town.node("b").leaves(limits);
        town.stop();
        assertThat(town.node("b").wants(1).wantsMessages(2_000).asks(limits).messages()).as("all is given away").isZero();
    }

    @Test
    void slowStartDoublesWithSuccesses() {
        assertThat(town.node("a").wants(20).asks(watched(20)).granted()).isEqualTo(2);
        assertThat(((Reply.Granted) town.node("a").answer()).growing()).isTrue();
        for (int window : List.of(4, 8, 16, 20)) {
            town.pass(Duration.ofMillis(200));
            town.node("a").uses(2).succeeds(2).wants(20).asks(watched(20));
            assertThat(town.node("a").granted()).isEqualTo(window);
        }
        assertThat(((Reply.Granted) town.node("a").answer()).growing()).isFalse();
        town.node("a").succeeds(5).fails(1).wants(20).asks(watched(20));
        assertThat(town.node("a").granted()).as("one failed beside others").isEqualTo(10);
    }

    @Test
    void afterSomeFailuresInARowItIsDownAndOneProbesAtATime() {
        fail(3);
        assertThat(town.node("a").granted()).isZero();
        assertThat(town.node("a").answer().condition()).isInstanceOf(Condition.Down.class);
        assertThat(town.node("a").answer().again()).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
        town.pass(Duration.ofSeconds(20));
        assertThat(town.node("b").wants(5).asks(watched(20)).granted()).isZero();
        town.pass(Duration.ofSeconds(16));
        assertThat(town.node("b").wants(5).asks(watched(20)).granted()).isEqualTo(1);
        assertThat(town.node("a").wants(5).asks(watched(20)).granted()).as("b probes").isZero();
        town.pass(Duration.ofSeconds(4));
        assertThat(town.node("b").uses(1).wants(5).asks(watched(20)).granted()).as("it takes its time").isEqualTo(1);
        town.pass(Duration.ofSeconds(4));
        town.node("b").uses(0).fails(1).wants(5).asks(watched(20));
        assertThat(town.node("b").answer().again()).as("twice").isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
    }

    @Test
    void aProberThatVanishesIsFollowedByAnother() {
        fail(3);
        town.pass(Duration.ofSeconds(36));
        assertThat(town.node("b").wants(5).asks(watched(20)).granted()).isEqualTo(1);
        town.pass(GRANT);
        assertThat(town.node("a").wants(5).asks(watched(20)).granted()).isEqualTo(1);
        town.node("a").uses(0).wants(0).asks(watched(20));
        assertThat(town.node("b").wants(5).asks(watched(20)).granted()).as("a has no need, but its grant lives").isZero();
        town.pass(GRANT);
        assertThat(town.node("b").wants(5).asks(watched(20)).granted()).isEqualTo(1);
    }

    @Test
    void aSuccessOpensItWithASlowStart() {
        fail(3);
        town.pass(Duration.ofSeconds(36));
        assertThat(town.node("a").wants(20).asks(watched(20)).granted()).isEqualTo(1);
        assertThat(town.node("a").uses(1).succeeds(1).wants(20).asks(watched(20)).granted()).isEqualTo(2);
        assertThat(town.node("a").answer().condition()).isInstanceOf(Condition.Open.class);
    }

    @Test
    void anOperatorNeedNotWaitForTheProbe() {
        fail(3);
        town.hurry();
        assertThat(town.node("a").wants(1).asks(watched(20)).granted()).isEqualTo(1);
    }

    @Test
    void onlyOneThatIsDownForLongIsStored() {
        fail(3);
        assertThat(town.events()).noneMatch(DestinationDown.class::isInstance);
        for (int i = 0; i < 6; i++) {
            town.pass(Duration.ofMinutes(20));
            town.node("a").wants(1).asks(watched(20));
            town.node("a").fails(1).wants(1).asks(watched(20));
        }
        assertThat(town.events()).filteredOn(DestinationDown.class::isInstance).hasSize(1);
        assertThat(town.idle()).as("its probe is waited for").isFalse();
        town.crash();
        town.pass(Duration.ofMinutes(20));
        assertThat(town.node("b").wants(20).asks(watched(20)).granted()).as("a probe").isEqualTo(1);
        town.node("b").succeeds(1).wants(20).asks(watched(20));
        assertThat(town.events()).last().isInstanceOf(DestinationUp.class);
    }

    @Test
    void whatIsFrozenStaysSoInTheNextLife() {
        town.node("a").wants(1).asks(watched(20));
        town.freeze("complaints");
        assertThat(town.node("a").wants(1).asks(watched(20)).granted()).isZero();
        town.crash();
        town.pass(GRANT);
        assertThat(town.node("a").wants(1).asks(watched(20)).granted()).isZero();
        assertThat(town.node("a").answer().condition()).isEqualTo(new Condition.Frozen("complaints", Town.START));
        town.thaw();
        assertThat(town.node("a").wants(1).asks(watched(20)).granted()).isEqualTo(1);
    }

    @Test
    void failuresElsewhereDoNotProlongThePause() {
        fail(3);
        Condition before = town.node("a").answer().condition();
        town.pass(Duration.ofSeconds(1));
        town.node("b").fails(5).wants(1).asks(watched(20));
        assertThat(town.node("b").answer().condition()).isEqualTo(before);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            town.node("a").wants(1).asks(watched(20));
            town.node("a").fails(1).wants(1).asks(watched(20));
        }
        town.node("a").wants(5).asks(watched(20));
    }
}
