package org.sterna.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, written as {@code 192.0.2.0/24} or {@code 2001:db8::/32} (RFC 4632 section 3.1, RFC 4291 section 2.3);
 * without a slash it is one address.
 */
public final class Network {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * Reads one range; never asks the DNS.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(address).matches()) {
            throw new IllegalArgumentException(text);
        }
        try {
            byte[] octets = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? octets.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > octets.length * 8) {
                throw new IllegalArgumentException(text);
            }
            return new Network(octets, bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Whether an address is in one of the networks. */
    public static Predicate<InetAddress> any(List<Network> networks) {
        List<Network> all = List.copyOf(networks);
        return address -> {
            for (Network network : all) {
                if (network.contains(address)) {
                    return true;
                }
            }
            return false;
        };
    }

    /**
     * The network of an address.
     *
     * @param bits of the address that count; all, if it has fewer
     */
    public static Network of(InetAddress address, int bits) {
        byte[] octets = address.getAddress();
        int kept = Math.min(bits, octets.length * 8);
        for (int octet = 0; octet < octets.length; octet++) {
            octets[octet] &= (byte) (0xff << Math.max(0, Math.min(8, (octet + 1) * 8 - kept)));
        }
        return new Network(octets, kept);
    }

    /** As {@link #parse} reads it, but without the bits behind the prefix, which do not count. */
    public static Network canonical(String text) {
        Network network = parse(text);
        return of(network.address(), network.bits);
    }

    /** Whether {@link #parse} reads it. */
    public static boolean isNetwork(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /** Its first address. */
    public InetAddress address() {
        try {
            return InetAddress.getByAddress(prefix);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);                     // 4 or 16 octets, always
        }
    }

    /** How many bits of an address count. */
    public int bits() {
        return bits;
    }

    public boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((octets[bit / 8] ^ prefix[bit / 8]) & (0x80 >> bit % 8)) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && bits == network.bits && Arrays.equals(prefix, network.prefix);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(prefix) * 31 + bits;
    }

    @Override
    public String toString() {
        return address().getHostAddress() + "/" + bits;
    }
}
