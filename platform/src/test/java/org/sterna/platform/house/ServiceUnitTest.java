package org.sterna.platform.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The unit file for systemd says what a node depends on. */
class ServiceUnitTest {
    private final List<String> lines = Checkout.read(Checkout.home().resolve("cluster-config/src/main/systemd/sterna.service")).lines().toList();

    /** With systemd's default Cassandra would hear of the end at the same moment as the node, and be gone under its actors. */
    @Test
    void theNodeAloneIsToldToStop() {
        assertThat(lines).filteredOn(line -> line.startsWith("KillMode=")).containsExactly("KillMode=mixed");
    }

    /** A JVM ends so when it is told to by a signal: not a failure, after which it would be started again. */
    @Test
    void anOrdinaryEndIsNoFailure() {
        assertThat(lines).contains("SuccessExitStatus=143", "Restart=on-failure");
    }
}
