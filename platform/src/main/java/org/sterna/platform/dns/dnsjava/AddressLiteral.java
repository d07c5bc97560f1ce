package org.sterna.platform.dns.dnsjava;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Address;

/** An address written in place of a name: {@code [192.0.2.1]}, {@code [IPv6:2001:db8::1]} (RFC 5321 section 4.1.3), or bare. */
final class AddressLiteral {

    private AddressLiteral() { }

    static boolean isBracketed(String text) {
        return text.startsWith("[") && text.endsWith("]");
    }

    /** The address; nothing is looked up. */
    static Optional<InetAddress> parse(String text) {
        String inner = isBracketed(text) ? text.substring(1, text.length() - 1) : text;
        // Some write the address without its tag; nothing else could be meant.
        String bare = inner.toLowerCase(Locale.ROOT).startsWith("ipv6:") ? inner.substring("ipv6:".length()) : inner;
        Optional<byte[]> octets = Optional.ofNullable(Address.toByteArray(bare, Address.IPv4))
                .or(() -> Optional.ofNullable(Address.toByteArray(bare, Address.IPv6)));
        return octets.map(AddressLiteral::address);
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(octets.length + " octets", impossible);
        }
    }
}
