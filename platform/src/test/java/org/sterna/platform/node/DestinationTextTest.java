package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.destination.Limits;
import org.sterna.persistence.destination.Rate;
import org.sterna.platform.destination.Destinations.Local;
import org.sterna.platform.destination.QuotaKey;
import org.sterna.platform.destination.Standing;

class DestinationTextTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:06:00Z");
    private static final QuotaKey KEY = new QuotaKey(QuotaKey.Kind.DESTINATION, "example.com");
    private static final Limits LIMITS = new Limits(20, List.of(new Rate(Rate.What.MESSAGES, 100, Duration.ofMinutes(1)),
            new Rate(Rate.What.CONNECTIONS, 5, Duration.ofSeconds(10)), new Rate(Rate.What.MESSAGES, 1000, Duration.ofHours(2))),
            Duration.ofSeconds(5), Optional.empty());

    @Test
    void aDestinationIsOneLine() {
        assertThat(DestinationText.line(new Local(KEY, new Standing.Open(), 3, 20, LIMITS, AT))).isEqualTo("example.com  open  3 of 20 connections here, "
                + "20 connections, 100 messages in 1 m, 5 connections in 10 s, 1000 messages in 2 h in all  last used 2026-11-22T03:06:00Z");
        assertThat(DestinationText.line(KEY, new Condition.Frozen("moving\u001b", AT))).isEqualTo("example.com  frozen since 2026-11-22T03:06:00Z: moving?");
        assertThat(DestinationText.name(new QuotaKey(QuotaKey.Kind.PROVIDER, "google"))).isEqualTo("provider google");
    }

    @Test
    void everythingAboutOneIsShown() {
        Life.View view = new Life.View(new Condition.Down("no host answers", AT, AT.plusSeconds(30)), 1, Optional.of(LIMITS),
                List.of(new Life.Holding("n1", 1, 0, 4, AT.plusSeconds(5))), 7, 5, 3, Optional.of("421 too busy"));
        assertThat(DestinationText.show(KEY, view, "12 messages wait for it")).isEqualTo("""
                example.com  down since 2026-11-22T03:06:00Z, next probe 2026-11-22T03:06:30Z: no host answers
                12 messages wait for it
                limits: 20 connections, 100 messages in 1 m, 5 connections in 10 s, 1000 messages in 2 h; 1 connections may be granted now
                node n1: 1 connections granted until 2026-11-22T03:06:05Z, 0 in use, 4 wanted
                since it came into use: 7 asks, 5 successes, 3 failures; the last: 421 too busy""");
        assertThat(Json.write(DestinationText.fields(KEY, view, 12))).startsWith("{\"kind\":\"destination\",\"name\":\"example.com\",\"state\":\"down\","
                + "\"reason\":\"no host answers\",").contains("\"waiting\":12", "\"nodes\":[{\"node\":\"n1\",\"granted\":1,");
    }

    @Test
    void programsReadTheStanding() {
        assertThat(Json.write(DestinationText.fields(new Local(KEY, new Standing.Down("gone", AT, AT), 0, 0, LIMITS, AT))))
                .contains("\"state\":\"down\",\"reason\":\"gone\"", "\"granted\":0");
        assertThat(Json.write(DestinationText.fields(new Local(KEY, new Standing.Frozen("moving", AT), 0, 0, LIMITS, AT)))).contains("\"state\":\"frozen\"");
        assertThat(Json.write(DestinationText.fields(KEY, new Condition.Open()))).isEqualTo("{\"kind\":\"destination\",\"name\":\"example.com\",\"state\":\"open\"}");
    }
}
