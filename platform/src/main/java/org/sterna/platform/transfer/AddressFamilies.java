package org.sterna.platform.transfer;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which addresses of a host are tried, and which first. */
public enum AddressFamilies {
    IPV6_FIRST, IPV4_FIRST, IPV6_ONLY, IPV4_ONLY;

    List<InetAddress> order(List<InetAddress> addresses) {
        Stream<InetAddress> six = addresses.stream().filter(Inet6Address.class::isInstance);
        Stream<InetAddress> four = addresses.stream().filter(Inet4Address.class::isInstance);
        return switch (this) {
            case IPV6_FIRST -> Stream.concat(six, four).toList();
            case IPV4_FIRST -> Stream.concat(four, six).toList();
            case IPV6_ONLY -> six.toList();
            case IPV4_ONLY -> four.toList();
        };
    }

    /**
     * Which addresses can be reached from these.
     *
     * @param sources empty for any address of this machine
     * @param ipv6    whether this machine has an IPv6 address that others can reach
     */
    static Predicate<InetAddress> reachableFrom(List<InetAddress> sources, BooleanSupplier ipv6) {
        if (!sources.isEmpty()) {
            return target -> sources.stream().anyMatch(source -> isSame(source, target));
        }
        return target -> target instanceof Inet4Address || target.isLoopbackAddress() || ipv6.getAsBoolean();
    }

    static boolean isSame(InetAddress one, InetAddress other) {
        return one.getAddress().length == other.getAddress().length;
    }
}
