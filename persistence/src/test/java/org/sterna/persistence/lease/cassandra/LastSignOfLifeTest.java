package org.sterna.persistence.lease.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.store.cassandra.Database;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class LastSignOfLifeTest {
    private static final Instant LONG_AGO = Instant.parse("2025-01-01T00:00:00Z");

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void itIsTheYoungestRenewalOfAnyNode() throws Exception {
        try (Database database = Database.open(CassandraExtension.settings("life_test"))) {
            assertThat(await(LastSignOfLife.read(database))).isEmpty();
            for (int day = 0; day < 3; day++) {
                await(database.write(SimpleStatement.newInstance("INSERT INTO lease (incarnation, node, renewal, state, adopted) VALUES (?, 'old', 7, 'released', true)"
                        + " USING TIMESTAMP " + TimeUnit.SECONDS.toMicros(LONG_AGO.plus(Duration.ofDays(day)).getEpochSecond()), "run" + day)));
            }
            assertThat(await(LastSignOfLife.read(database))).contains(LONG_AGO.plus(Duration.ofDays(2)));
            Instant before = Instant.now().minusSeconds(60);
            try (CassandraLeases leases = new CassandraLeases(database, Incarnation.start(Instant.now(), new Random(1)), Duration.ofSeconds(8), Duration.ofHours(1),
                    System::nanoTime, () -> { })) {
                await(leases.acquire("new"));
                Optional<Instant> last = await(LastSignOfLife.read(database));
                assertThat(last).hasValueSatisfying(at -> assertThat(at).isAfter(before));
            }
        }
    }
}
