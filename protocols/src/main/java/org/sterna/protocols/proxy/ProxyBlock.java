package org.sterna.protocols.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Version 2: behind the signature command, family, length, two ends, and TLVs that are passed over. */
final class ProxyBlock {
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int COMMAND_AT = 12;
    private static final int FAMILY_AT = 13;

    private ProxyBlock() { }

    /** Version 2 in the upper half of the octet, LOCAL or PROXY in the lower; others must be refused. */
    static boolean isCommand(byte octet) {
        return octet == LOCAL || octet == PROXY;
    }

    /**
     * @param octets a header, at least to the end of its addresses
     * @param total  octets that the whole header has
     */
    static ProxyProgress parse(byte[] octets, int total) {
        if (octets[COMMAND_AT] == LOCAL) {
            return new ProxyProgress.Complete(new ProxyHeader.Unannounced());      // its family and addresses are to be ignored
        }
        switch (octets[FAMILY_AT]) {
            case 0x11:
                return ends(octets, 4, total);
            case 0x21:
                return ends(octets, 16, total);
            case 0x00, 0x31:
                return new ProxyProgress.Complete(new ProxyHeader.Unannounced());  // unspecified, or a UNIX socket before the balancer
            default:
                return new ProxyProgress.Malformed("the PROXY header is not of a TCP connection");
        }
    }

    private static ProxyProgress ends(byte[] octets, int size, int total) {
        int sourceAt = ProxyHeaderReader.FIXED_OCTETS;
        int portsAt = sourceAt + 2 * size;
        if (total < portsAt + 4) {
            return new ProxyProgress.Malformed("the PROXY header is too short for its addresses");
        }
        return new ProxyProgress.Complete(new ProxyHeader.Announced(
                end(octets, sourceAt, size, portsAt), end(octets, sourceAt + size, size, portsAt + 2)));
    }

    private static InetSocketAddress end(byte[] octets, int at, int size, int portAt) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(octets, at, at + size)),
                    (octets[portAt] & 0xff) << 8 | octets[portAt + 1] & 0xff);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);                                           // 4 or 16 octets, always
        }
    }
}
