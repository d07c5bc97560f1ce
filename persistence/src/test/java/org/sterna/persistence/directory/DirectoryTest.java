package org.sterna.persistence.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final Instant NOW = Instant.EPOCH;
    private Directory directory = Directory.EMPTY;

    @Test
    void whatHoldsAlreadyIsNoEvent() {
        List<DirectoryEvent> wanted = List.of(new DirectoryEvent.DomainAdded("example.org", NOW),
                new DirectoryEvent.RouteAdded("*", "hub", NOW), new DirectoryEvent.RouteRemoved("*", NOW),
                new DirectoryEvent.DomainRemoved("example.org", NOW));
        for (DirectoryEvent event : wanted) {
            assertThat(directory.decide(event)).containsExactly(event);
            directory = directory.evolve(event);
            assertThat(directory.decide(event)).isEmpty();
        }
        assertThat(directory.events()).isEqualTo(4);
        assertThat(directory.domains()).isEmpty();
        assertThat(directory.routes()).isEmpty();
    }

    @Test
    void closestRouteWins() {
        route("*", "hub:25");
        route("*.example.org", "below:25");
        route("*.deep.example.org", "deeper:25");
        route("example.org", "exact:2526");
        assertThat(directory.route("example.org")).contains("exact:2526");
        assertThat(directory.route("a.example.org")).contains("below:25");
        assertThat(directory.route("deep.example.org")).contains("below:25");
        assertThat(directory.route("a.b.deep.example.org")).contains("deeper:25");
        assertThat(directory.route("badexample.org")).contains("hub:25");
        assertThat(directory.route("localhost")).contains("hub:25");
        assertThat(Directory.EMPTY.route("example.org")).isEmpty();
    }

    @Test
    void routeIsReplaced() {
        route("example.org", "one");
        route("example.org", "two");
        assertThat(directory.route("example.org")).contains("two");
    }

    private void route(String pattern, String hop) {
        directory = directory.evolve(new DirectoryEvent.RouteAdded(pattern, hop, NOW));
    }
}
