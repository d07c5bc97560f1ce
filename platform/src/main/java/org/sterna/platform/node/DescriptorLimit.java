package org.sterna.platform.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files and sockets the system lets this process open. Where they are fewer than the connections it may have, the ports accept nobody once they are used up, and clients
 * wait instead of being told to come again.
 */
final class DescriptorLimit {
    /** For what is not a client's connection: outgoing ones, Cassandra, classes, logs. */
    static final int OTHERS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(DescriptorLimit.class);

    private DescriptorLimit() { }

    /** Warns if they may run out; not where the system does not say. */
    static void check(int connections) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof UnixOperatingSystemMXBean unix) {
            complaint(unix.getMaxFileDescriptorCount(), connections).ifPresent(LOG::warn);
        }
    }

    /**
     * @param descriptors that the process may have
     * @param connections that the settings let in
     */
    static Optional<String> complaint(long descriptors, int connections) {
        return descriptors >= (long) connections + OTHERS ? Optional.empty()
                : Optional.of("The system lets this process open " + descriptors + " files and sockets, too few for sterna.limits.max-connections = " + connections + " and " + OTHERS
                        + " others: raise it (LimitNOFILE, ulimit -n), or set sterna.limits.max-connections to at most " + Math.max(0, descriptors - OTHERS));
    }
}
