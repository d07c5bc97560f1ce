package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.config.IntakeSettings;

class ExpiredStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TTL = Duration.ofDays(40);

    private static IntakeSettings settings(boolean acceptExpired) {
        return new IntakeSettings(Duration.ofSeconds(1), 1 << 20, TTL, acceptExpired);
    }

    @Test
    void aStoreThatIsNewOrWasUsedLatelyIsTaken() {
        assertThat(ExpiredStore.complaint(Optional.empty(), settings(false), NOW)).isEmpty();
        assertThat(ExpiredStore.complaint(Optional.of(NOW.minus(TTL)), settings(false), NOW)).isEmpty();
        assertThat(ExpiredStore.complaint(Optional.of(NOW.plusSeconds(5)), settings(false), NOW)).isEmpty();        // clocks differ
    }

    @Test
    void anOlderOneIsRefusedUnlessItIsWanted() {
        Optional<Instant> last = Optional.of(NOW.minus(TTL).minusSeconds(1));
        assertThat(ExpiredStore.complaint(last, settings(false), NOW)).hasValueSatisfying(complaint -> assertThat(complaint)
                .contains("since 2026-01-20T11:59:59Z", "sterna.intake.ttl", "--set sterna.intake.accept-expired=true"));
        assertThat(ExpiredStore.complaint(last, settings(true), NOW)).isEmpty();
    }
}
