package org.sterna.persistence.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.SessionId;

class SessionCountsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final SessionCounts counts = new SessionCounts();

    private static Session opened(int number, String service) {
        return Session.empty(new SessionId(Incarnation.start(NOW, new Random(1)), 1, number)).evolve(
                new SessionEvent.Opened(service, "192.0.2.1:1", "192.0.2.2:143", NOW));
    }

    @Test
    void sessionsAreCountedAsLongAsTheyAreOpen() {
        Session one = opened(0, "imap");
        Session known = one.evolve(new SessionEvent.Authenticated("smith@example.org", Optional.empty(), NOW));
        counts.changed(Optional.empty(), Optional.of(one));
        counts.changed(Optional.empty(), Optional.of(opened(1, "smtp")));
        assertThat(counts.counted()).isEqualTo(Map.of("imap", new SessionCounts.OfService(1, 0), "smtp", new SessionCounts.OfService(1, 0)));
        counts.changed(Optional.of(one), Optional.of(known));
        assertThat(counts.counted()).containsEntry("imap", new SessionCounts.OfService(1, 1));
        counts.changed(Optional.of(known), Optional.empty());
        assertThat(counts.counted()).containsEntry("imap", new SessionCounts.OfService(0, 0)).containsEntry("smtp", new SessionCounts.OfService(1, 0));
    }
}
