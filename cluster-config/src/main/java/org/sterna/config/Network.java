package org.sterna.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
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
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new AssertionError(e);                     // 4 or 16 octets, always
        }
    }
}
