package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** Where this system takes mail itself: mail must not be sent there, it would run in a circle (RFC 5321 section 5.1). */
public interface OwnAddresses {
    /** For tests: nothing is ours. */
    OwnAddresses NONE = new OwnAddresses() {
        @Override
        public boolean isOurName(String host) {
            return false;
        }

        @Override
        public boolean isOurs(InetSocketAddress address) {
            return false;
        }
    };

    /** Whether an MX record with this host name means us. */
    boolean isOurName(String host);

    /** Whether we listen there for mail of other servers. */
    boolean isOurs(InetSocketAddress address);

    /**
     * The name in EHLO, and the ports for mail of other servers; an unspecified address stands for all of this machine's.
     *
     * @param listeners resolved, with the ports they really have
     */
    static OwnAddresses of(String hostName, List<InetSocketAddress> listeners) {
        List<InetSocketAddress> ports = List.copyOf(listeners);
        return new OwnAddresses() {
            @Override
            public boolean isOurName(String host) {
                return host.equalsIgnoreCase(hostName);
            }

            @Override
            public boolean isOurs(InetSocketAddress address) {
                return ports.stream().anyMatch(port -> port.getPort() == address.getPort() && (port.getAddress().equals(address.getAddress())
                        || port.getAddress().isAnyLocalAddress() && isOfThisMachine(address.getAddress())));
            }
        };
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }
}
