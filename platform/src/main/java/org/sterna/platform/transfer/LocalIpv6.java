package org.sterna.platform.transfer;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Whether this machine has an IPv6 address that others can reach; looked up once a minute, because the kernel is slow to tell. Thread-safe. */
final class LocalIpv6 implements BooleanSupplier {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant until = Instant.MIN;
    private boolean present;

    LocalIpv6(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized boolean getAsBoolean() {
        Instant now = clock.instant();
        if (!now.isBefore(until)) {
            present = lookUp();
            until = now.plus(REMEMBERED);
        }
        return present;
    }

    private static boolean lookUp() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).anyMatch(address -> address instanceof Inet6Address
                    && !address.isLoopbackAddress() && !address.isLinkLocalAddress());
        } catch (SocketException unknown) {
            return true;
        }
    }
}
