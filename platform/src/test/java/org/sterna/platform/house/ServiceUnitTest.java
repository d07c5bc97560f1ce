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

    /** The right to open ports below 1024 is the only one of root's that is left. */
    @Test
    void noOtherRightsAreLeft() {
        assertThat(lines).contains("AmbientCapabilities=CAP_NET_BIND_SERVICE", "CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "NoNewPrivileges=yes");
    }

    /** However it ended, and whether or not that works. */
    @Test
    void theLeaseIsReleasedBehindTheNode() {
        assertThat(lines).filteredOn(line -> line.startsWith("ExecStopPost=")).containsExactly(
                "ExecStopPost=-/opt/sterna/sterna release --config /etc/sterna/sterna.conf --data /var/lib/sterna");
    }
}
