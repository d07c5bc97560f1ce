package org.sterna.persistence.mtasts.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.mtasts.FetchedPolicy;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.protocols.mtasts.StsPolicy;
import org.sterna.protocols.mtasts.StsPolicy.Mode;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class CassandraPoliciesTest {
    private static final Instant AT = Instant.parse("2026-05-17T10:00:00Z");

    @Test
    void theLastPolicyOfADomainIsReadBack() throws Exception {
        try (Database database = Database.open(CassandraExtension.settings("policies_test"))) {
            CassandraPolicies policies = new CassandraPolicies(database);
            FetchedPolicy first = new FetchedPolicy("example.com", "1", new StsPolicy(Mode.ENFORCE, List.of("mx.example.com", "*.example.net"), Duration.ofDays(365)), AT);
            FetchedPolicy second = new FetchedPolicy("example.com", "2", new StsPolicy(Mode.NONE, List.of(), Duration.ofDays(1)), AT.plusSeconds(1));
            assertThat(policies.read("example.com").toCompletableFuture().get(60, TimeUnit.SECONDS)).isEmpty();
            policies.write(first).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(policies.read("example.com").toCompletableFuture().get(60, TimeUnit.SECONDS)).contains(first);
            policies.write(second).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(new CassandraPolicies(database).read("example.com").toCompletableFuture().get(60, TimeUnit.SECONDS)).contains(second);
            assertThat(first.holds(AT.plus(Duration.ofDays(364)))).isTrue();
            assertThat(first.holds(AT.plus(Duration.ofDays(365)))).isFalse();
        }
    }
}
