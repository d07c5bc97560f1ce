package org.sterna.platform.dns;

import java.net.InetAddress;
import java.util.List;

/**
 * A host that takes mail.
 *
 * @param preference 0 to 65535, lower first; 0 for an implicit MX, an address literal or a named next hop
 * @param name       without final dot, for logs and certificate checks; an address literal keeps its brackets
 * @param addresses  not empty; IPv6 before IPv4, each kind as the DNS gave it
 * @param proof      what of this is signed
 */
public record MailHost(int preference, String name, List<InetAddress> addresses, HostProof proof) {

    /** Without a signature. */
    public MailHost(int preference, String name, List<InetAddress> addresses) {
        this(preference, name, addresses, HostProof.NONE);
    }

    public MailHost {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(name + " has no address");
        }
    }
}
