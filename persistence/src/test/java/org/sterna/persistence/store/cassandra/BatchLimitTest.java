package org.sterna.persistence.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;

@ExtendWith(CassandraExtension.class)
class BatchLimitTest {
    @ParameterizedTest
    @ValueSource(strings = {"50KiB", "1MiB", "11 MiB"})
    void lessThanACommandMayWriteIsTooLow(String value) {
        assertThat(BatchLimit.isTooLow(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16MiB", "16384KiB", "1GiB", "unknown"})
    void asMuchIsNot(String value) {
        assertThat(BatchLimit.isTooLow(value)).isFalse();
    }

    @Test
    void theEmbeddedOneTakesEnough(InetSocketAddress cassandra) {
        try (CqlSession session = CqlSession.builder().addContactPoint(cassandra).withLocalDatacenter("datacenter1").build()) {
            String value = session.execute("SELECT value FROM system_views.settings WHERE name = 'batch_size_fail_threshold'").one().getString(0);
            assertThat(value).isEqualTo("16MiB");
            assertThat(BatchLimit.isTooLow(value)).isFalse();
        }
    }
}
