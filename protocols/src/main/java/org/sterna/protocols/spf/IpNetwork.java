package org.sterna.protocols.spf;

import java.net.InetAddress;
import java.util.Optional;
import org.sterna.protocols.address.AddressLiteral;

/**
 * A network.
 *
 * @param octets 4 or 16, whose high-order bits count
 * @param prefix how many of them: 0 to 32, or to 128
 */
record IpNetwork(byte[] octets, int prefix) {
    static final int IP4_BITS = 32;
    static final int IP6_BITS = 128;

    /** Reads {@code ip4-network}: four numbers without leading zeros. */
    static Optional<byte[]> ip4(String text) {
        String[] parts = text.split("\\.", 5);
        byte[] octets = new byte[4];
        if (parts.length != octets.length) {
            return Optional.empty();
        }
        for (int i = 0; i < octets.length; i++) {
            int number = number(parts[i], 255);
            if (number < 0) {
                return Optional.empty();
            }
            octets[i] = (byte) number;
        }
        return Optional.of(octets);
    }

    /** Reads {@code ip6-network}. One that holds a mapped IPv4 address stays one of 16 octets, and matches no IPv4 client (RFC 7208 section 5). */
    static Optional<byte[]> ip6(String text) {
        return AddressLiteral.parse("[IPv6:" + text + "]").map(literal -> {
            byte[] octets = literal.address().getAddress();
            return octets.length == 16 ? octets : mapped(octets);
        });
    }

    private static byte[] mapped(byte[] four) {
        byte[] octets = new byte[16];
        octets[10] = (byte) 0xff;
        octets[11] = (byte) 0xff;
        System.arraycopy(four, 0, octets, 12, four.length);
        return octets;
    }

    /** A decimal number without leading zeros, or -1 if it is none or more than the greatest. */
    static int number(String digits, int greatest) {
        boolean written = !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || !digits.startsWith("0"));
        int number = written ? Integer.parseInt(digits) : -1;
        return number <= greatest ? number : -1;
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != octets.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xff : 0xff << 8 - (prefix - bit) & 0xff;
            if (((other[bit / 8] ^ octets[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
