package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.sterna.config.GuessSettings;
import org.sterna.config.LimitsSettings;
import org.sterna.config.Network;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.account.cassandra.LoginFailures.Failure;

class GuessCountersTest {
    private static final LimitsSettings LIMITS = SternaSettings.load(Optional.empty(), List.of(), Optional.empty(), OptionalInt.empty()).limits();
    private static final GuessSettings.Threshold ACCOUNT = new GuessSettings.Threshold(2, Duration.ofSeconds(1), Duration.ofSeconds(5), 6, Duration.ofMinutes(10));
    private static final GuessSettings.Threshold NETWORK = new GuessSettings.Threshold(4, Duration.ofSeconds(2), Duration.ofSeconds(8), 8, Duration.ofMinutes(30));
    private static final GuessSettings SETTINGS = new GuessSettings(Duration.ofHours(1), List.of(Network.parse("127.0.0.0/8")), 100, ACCOUNT, NETWORK);
    private static final String JONES = "jones@example.org";

    private final Watch watch = new Watch();
    private final List<Failure> told = new ArrayList<>();
    private final GuessCounters counters = TestLogins.counters(SETTINGS, LIMITS, watch, told::add);

    @Test
    void delaysGrowToTheLongest() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            delays.add(counters.standing(JONES, address("192.0.2." + i)).delay().toSeconds());
            counters.failed(JONES, address("192.0.2." + i));
        }
        assertThat(delays).containsExactly(0L, 0L, 1L, 2L, 4L, 5L);
    }

    @Test
    void anAccountIsClosedForAWhileWhereverOneComesFrom() {
        fail(6, "198.51.100.");
        assertThat(counters.standing(JONES, address("203.0.113.1")).banned()).isTrue();
        assertThat(counters.standing("smith@example.org", address("203.0.113.1"))).isEqualTo(GuessCounters.Standing.GOOD);
        watch.now = watch.now.plus(ACCOUNT.ban());
        assertThat(counters.standing(JONES, address("203.0.113.1")).banned()).isFalse();
        assertThat(counters.standing(JONES, address("203.0.113.1")).delay()).isEqualTo(ACCOUNT.longestDelay());
        watch.now = watch.now.plus(SETTINGS.window());
        assertThat(counters.standing(JONES, address("203.0.113.1"))).isEqualTo(GuessCounters.Standing.GOOD);
    }

    @Test
    void theUsersOwnNetworkStaysOpen() {
        InetAddress home = address("203.0.113.1");
        counters.succeeded(JONES, home);
        fail(6, "198.51.100.");
        assertThat(counters.standing(JONES, home)).isEqualTo(GuessCounters.Standing.GOOD);
        assertThat(counters.standing(JONES, address("203.0.113.2")).banned()).isTrue();
    }

    @Test
    void aNetworkIsClosedWhateverNamesItTries() {
        for (int i = 0; i < 8; i++) {
            assertThat(counters.standing("user" + i + "@example.org", address("192.0.2.7")).banned()).isFalse();
            counters.failed("user" + i + "@example.org", address("192.0.2.7"));
        }
        assertThat(counters.standing("other@example.org", address("192.0.2.7")).banned()).isTrue();
        assertThat(counters.standing("other@example.org", address("192.0.2.8")).banned()).isFalse();
    }

    @Test
    void nobodyNamedIsNoAccount() {
        for (int i = 0; i < 10; i++) {
            counters.failed("", address("198.51.100." + i));
        }
        assertThat(counters.standing("", address("203.0.113.1"))).isEqualTo(GuessCounters.Standing.GOOD);
    }

    @Test
    void exemptNetworksAreNotCountedAndNothingIsWhereLimitsAreOff() {
        for (int i = 0; i < 20; i++) {
            counters.failed(JONES, address("127.0.0.1"));
        }
        assertThat(told).isEmpty();
        LimitsSettings off = SternaSettings.load(Optional.empty(), List.of("sterna.limits.enabled=false"), Optional.empty(), OptionalInt.empty()).limits();
        GuessCounters none = TestLogins.counters(SETTINGS, off, watch, told::add);
        for (int i = 0; i < 20; i++) {
            none.failed(JONES, address("192.0.2.7"));
        }
        assertThat(none.standing(JONES, address("192.0.2.7"))).isEqualTo(GuessCounters.Standing.GOOD);
        assertThat(told).isEmpty();
    }

    @Test
    void anotherNodeCountsTheSame() {
        fail(6, "198.51.100.");
        assertThat(told).hasSize(12);
        GuessCounters other = TestLogins.counters(SETTINGS, LIMITS, watch, failure -> { });
        told.forEach(other::heard);
        assertThat(other.standing(JONES, address("203.0.113.1"))).isEqualTo(counters.standing(JONES, address("203.0.113.1")));
        assertThat(other.standing(JONES, address("203.0.113.1")).banned()).isTrue();
    }

    @Test
    void bansAreShownAndLifted() {
        fail(6, "198.51.100.");
        for (int i = 0; i < 8; i++) {
            counters.failed("user" + i + "@example.org", address("192.0.2.7"));
        }
        assertThat(counters.bans()).containsExactly(new GuessCounters.Ban("192.0.2.7/32", watch.now.plus(NETWORK.ban()), 8),
                new GuessCounters.Ban(JONES, watch.now.plus(ACCOUNT.ban()), 6));
        assertThat(counters.forgiveAccount(JONES).toCompletableFuture().join()).isEqualTo(6);
        assertThat(counters.standing(JONES, address("203.0.113.1"))).isEqualTo(GuessCounters.Standing.GOOD);
        assertThat(counters.forgiveNetwork(Network.parse("192.0.2.8")).toCompletableFuture().join()).isZero();
        assertThat(counters.standing("other@example.org", address("192.0.2.7")).banned()).isTrue();
        assertThat(counters.forgiveNetwork(Network.parse("192.0.2.7")).toCompletableFuture().join()).isEqualTo(8);
        assertThat(counters.standing("other@example.org", address("192.0.2.7"))).isEqualTo(GuessCounters.Standing.GOOD);
        assertThat(counters.bans()).isEmpty();
    }

    @Test
    void aBanThatIsOverIsNotShown() {
        fail(6, "198.51.100.");
        watch.now = watch.now.plus(ACCOUNT.ban());
        assertThat(counters.bans()).isEmpty();
    }

    @Test
    void inventedNamesAndNetworksPushOutNobodyWhoGuesses() {
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < SETTINGS.maxKeys() - 2; j++) {
                counters.failed("invented." + i + "." + j + "@example.org", address("198.51." + i + "." + j));
            }
            counters.failed(JONES, address("192.0.2.7"));
        }
        assertThat(counters.standing(JONES, address("203.0.113.1")).banned()).isTrue();
        assertThat(counters.standing("smith@example.org", address("192.0.2.7")).delay()).isGreaterThan(Duration.ZERO);
    }

    @Test
    void theCountersAreBounded() {
        for (int i = 0; i < SETTINGS.maxKeys() + 50; i++) {
            for (int j = 0; j < 6; j++) {
                counters.failed("user" + i + "@example.org", address("198.51.100." + i));
            }
        }
        assertThat(counters.bans()).hasSize(SETTINGS.maxKeys()).noneMatch(ban -> ban.who().equals("user0@example.org"))
                .anyMatch(ban -> ban.who().equals("user149@example.org"));
    }

    private void fail(int times, String network) {
        for (int i = 0; i < times; i++) {
            counters.failed(JONES, address(network + i));
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Watch extends Clock {
        private Instant now = Instant.parse("2024-05-17T10:00:00Z");

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
    }
}
