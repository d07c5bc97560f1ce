package org.sterna.protocols.smtp.parameter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sterna.protocols.address.Utf8;

/** Text in which {@code +}, {@code =}, spaces and all that is not printable ASCII stand as {@code +2B}. RFC 3461 section 4. */
public final class Xtext {
    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    /**
     * Reads an xtext.
     *
     * @return Unicode text; empty when it holds what an xtext cannot, or octets that are not UTF-8
     */
    public static Optional<String> decode(String xtext) {
        StringBuilder octets = new StringBuilder(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c == '+') {
                // RFC 3461 section 4: hexchar has upper case.
                int high = i + 2 < xtext.length() ? HEX.indexOf(xtext.charAt(i + 1)) : -1;
                int low = i + 2 < xtext.length() ? HEX.indexOf(xtext.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                octets.append((char) (high << 4 | low));
                i += 2;
            } else if (isPlain(c)) {
                octets.append(c);
            } else {
                return Optional.empty();
            }
        }
        return Utf8.decode(octets.toString());
    }

    /** Writes a text as xtext, what is outside ASCII as the octets of its UTF-8. */
    public static String encode(String text) {
        StringBuilder xtext = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int value = octet & 0xff;
            if (isPlain((char) value)) {
                xtext.append((char) value);
            } else {
                xtext.append('+').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
            }
        }
        return xtext.toString();
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c <= '~' && c != '+' && c != '=';
    }
}
