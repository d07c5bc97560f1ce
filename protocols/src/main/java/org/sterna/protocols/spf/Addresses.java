package org.sterna.protocols.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.StringJoiner;

/** How addresses are written. */
final class Addresses {
    private static final int GROUPS = 8;

    private Addresses() {}

    /** The macro {@code i} (RFC 7208 section 7.3): an IPv6 address as 32 digits with dots between them. */
    static String dotted(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        StringJoiner digits = new StringJoiner(".");
        for (byte octet : address.getAddress()) {
            digits.add(digit(octet >> 4)).add(digit(octet));
        }
        return digits.toString();
    }

    private static String digit(int number) {
        return Integer.toHexString(number & 15).toUpperCase(Locale.ROOT);
    }

    /** The name under which the names of a host are found (RFC 1035 section 3.5, RFC 3596 section 2.5). */
    static String reverseName(InetAddress address) {
        String[] parts = dotted(address).split("\\.");
        StringBuilder name = new StringBuilder();
        for (int i = parts.length - 1; i >= 0; i--) {
            name.append(parts[i]).append('.');
        }
        return name.append(address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa").toString().toLowerCase(Locale.ROOT);
    }

    /** The short form of RFC 5952 section 4: lower case, the first of the longest runs of zero groups left out. */
    static String readable(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (octets[2 * i] & 0xff) << 8 | octets[2 * i + 1] & 0xff;
        }
        int start = -1;
        int length = 1;                                         // RFC 5952 section 4.2.2: one group is not left out
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        return start < 0 ? joined(groups, 0, GROUPS) : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static String joined(int[] groups, int from, int to) {
        StringJoiner text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
