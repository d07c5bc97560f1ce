package org.sterna.persistence.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class SchemaTest {
    private static List<Duration> lives(Duration intakeLife) throws Exception {
        DatabaseSettings usual = CassandraExtension.settings("schema_test");
        try (Database database = Database.open(new DatabaseSettings(usual.contactPoints(), usual.localDatacenter(), usual.keyspace(),
                usual.replicationFactor(), usual.requestTimeout(), usual.writeDeadline(), intakeLife, usual.sessionLife()))) {
            return database.readAll(database.prepare("SELECT table_name, default_time_to_live FROM system_schema.tables WHERE keyspace_name = ?"
                    + " AND table_name IN ('intake', 'intake_mark', 'trace')").bind(usual.keyspace()), row -> Duration.ofSeconds(row.getInt("default_time_to_live")))
                    .toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoLetsMessagesWaitLongerKeepsThemLonger() throws Exception {
        Duration first = Duration.ofDays(40);
        Duration longer = Duration.ofDays(372);
        assertThat(lives(first)).containsExactly(first, first, first);
        assertThat(lives(longer)).containsExactly(longer, longer, longer);
        assertThat(lives(first)).as("what waits already may need the longer time").containsExactly(longer, longer, longer);
    }
}
