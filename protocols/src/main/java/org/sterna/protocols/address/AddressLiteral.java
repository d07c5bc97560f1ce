package org.sterna.protocols.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The IP address of a host in place of its name (RFC 5321 section 4.1.3). General-address-literals are refused:
 * no tag but {@code IPv6} has ever been registered.
 *
 * @param text in brackets, lower case but for the tag: {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}
 */
public record AddressLiteral(String text) implements Domain {
    private static final String IPV6_TAG = "[ipv6:";
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    /** Only digits, colons and dots with at least one colon: such a text is never looked up as a name. */
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    /** @throws IllegalArgumentException when the text is no address literal in its normal form */
    public AddressLiteral {
        if (!normal(text).equals(Optional.of(text))) {
            throw new IllegalArgumentException("not an address literal: " + text);
        }
    }

    /** Reads a literal with its brackets; empty when it is none. */
    public static Optional<AddressLiteral> parse(String text) {
        return normal(text).map(AddressLiteral::new);
    }

    /** The literal that stands for an IP address. */
    public static AddressLiteral of(InetAddress address) {
        String host = address.getHostAddress().replaceFirst("%.*", "");
        return new AddressLiteral(host.indexOf(':') >= 0 ? "[IPv6:" + host + "]" : "[" + host + "]");
    }

    /** The address, without any lookup. */
    public InetAddress address() {
        boolean six = text.startsWith("[IPv6:");
        return numeric(text.substring(six ? IPV6_TAG.length() : 1, text.length() - 1))
                .orElseThrow(() -> new AssertionError(text));
    }

    @Override
    public String unicode() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    private static Optional<String> normal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!Utf8.isAscii(text) || lower.length() > 60 || !lower.startsWith("[") || !lower.endsWith("]")) {
            return Optional.empty();
        }
        if (lower.startsWith(IPV6_TAG)) {
            String digits = lower.substring(IPV6_TAG.length(), lower.length() - 1);
            return IPV6_CHARACTERS.matcher(digits).matches() && numeric(digits).isPresent()
                    ? Optional.of("[IPv6:" + digits + "]")
                    : Optional.empty();
        }
        return Optional.of(lower).filter(l -> IPV4.matcher(l.substring(1, l.length() - 1)).matches());
    }

    private static Optional<InetAddress> numeric(String digits) {
        try {
            return Optional.of(InetAddress.getByName(digits));
        } catch (UnknownHostException notNumeric) {
            return Optional.empty();
        }
    }
}
