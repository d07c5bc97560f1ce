package org.sterna.persistence.account.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.cassandra.LoginFailures.Failure;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.store.cassandra.Database;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class LoginFailuresTest {
    private static final Instant AT = Instant.parse("2024-05-17T10:00:00Z");

    @Test
    void failuresAreReadBackUntilTheyAreForgotten() {
        try (Database database = Database.open(CassandraExtension.settings("login_failures_test"))) {
            LoginFailures one = new LoginFailures(database, "one", Duration.ofHours(1));
            LoginFailures other = new LoginFailures(database, "other", Duration.ofHours(1));
            List<Failure> failures = List.of(new Failure("ajones@example.org", AT), new Failure("ajones@example.org", AT.plusSeconds(1)),
                    new Failure("n192.0.2.7/32", AT));
            failures.forEach(failure -> get(one.add(failure)));
            get(other.add(failures.get(2)));
            assertThat(get(one.load(100))).as("two nodes may see one at the same moment").hasSize(4).containsAll(failures);
            assertThat(get(one.load(2))).hasSize(2);
            get(other.remove("ajones@example.org"));
            assertThat(get(one.load(100))).containsExactly(failures.get(2), failures.get(2));
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
