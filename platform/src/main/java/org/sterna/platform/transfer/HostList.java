package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sterna.platform.dns.MailHost;

/**
 * The addresses to which a message may go, in the order in which to try them (RFC 5321 section 5.1).
 *
 * @param targets may be empty
 * @param loops   whether none is left because the best of them is this system: it would send to itself
 */
record HostList(List<Target> targets, boolean loops) {
    /** One address of a host. */
    record Target(String host, int preference, InetSocketAddress socket) {
        String text() {
            return host + " [" + socket.getAddress().getHostAddress() + "]:" + socket.getPort();
        }
    }

    HostList {
        targets = List.copyOf(targets);
    }

    /**
     * @param hosts     by preference
     * @param port      of all of them
     * @param named     we named the host ourselves: only its address tells whether it is us
     * @param reachable from the addresses that we may come from
     */
    static HostList of(List<MailHost> hosts, int port, boolean named, OwnAddresses own, AddressFamilies families, Predicate<InetAddress> reachable) {
        // RFC 5321 section 5.1: what is as preferred as we are ourselves, or less, is discarded.
        int ours = hosts.stream().filter(host -> isOurs(host, port, named, own)).mapToInt(MailHost::preference).min().orElse(Integer.MAX_VALUE);
        List<MailHost> others = hosts.stream().filter(host -> host.preference() < ours).toList();
        List<Target> targets = new ArrayList<>();
        for (MailHost host : others) {
            families.order(host.addresses()).stream().filter(reachable)
                    .forEach(address -> targets.add(new Target(host.name(), host.preference(), new InetSocketAddress(address, port))));
        }
        return new HostList(targets, others.isEmpty() && !hosts.isEmpty());
    }

    private static boolean isOurs(MailHost host, int port, boolean named, OwnAddresses own) {
        return !named && own.isOurName(host.name())
                || host.addresses().stream().anyMatch(address -> own.isOurs(new InetSocketAddress(address, port)));
    }
}
