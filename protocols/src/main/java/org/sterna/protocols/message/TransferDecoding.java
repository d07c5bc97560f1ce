package org.sterna.protocols.message;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/** Undoes a content transfer encoding (RFC 2045 section 6). Damaged input gives what can be saved, never a failure. */
final class TransferDecoding {
    private static final int[] BASE64 = new int[256];

    static {
        Arrays.fill(BASE64, -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            BASE64[alphabet.charAt(i)] = i;
        }
    }

    private TransferDecoding() {
    }

    static byte[] decode(String encoding, byte[] octets) {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "base64" -> base64(octets);
            case "quoted-printable" -> quotedPrintable(octets, false);
            default -> octets;
        };
    }

    /** The value of a base64 digit, -1 for any other octet. */
    static int base64Digit(byte octet) {
        return BASE64[octet & 0xff];
    }

    /** Octets that are no base64 digits are skipped (RFC 2045 section 6.8); padding ends the data. */
    static byte[] base64(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length * 3 / 4);
        int bits = 0;
        int value = 0;
        for (byte octet : octets) {
            if (octet == '=') {
                break;
            }
            int digit = BASE64[octet & 0xff];
            if (digit >= 0) {
                value = value << 6 | digit;
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    out.write(value >> bits);
                    value &= (1 << bits) - 1;
                }
            }
        }
        return out.toByteArray();
    }

    /**
     * @param underscoreIsSpace true for the Q encoding of RFC 2047 section 4.2
     */
    static byte[] quotedPrintable(byte[] octets, boolean underscoreIsSpace) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
        int i = 0;
        while (i < octets.length) {
            byte octet = octets[i];
            if (octet == '_' && underscoreIsSpace) {
                out.write(' ');
                i++;
            } else if (octet != '=') {
                out.write(octet);
                i++;
            } else if (i + 2 < octets.length && hex(octets[i + 1]) >= 0 && hex(octets[i + 2]) >= 0) {
                out.write(hex(octets[i + 1]) << 4 | hex(octets[i + 2]));
                i += 3;
            } else {
                int end = softBreakEnd(octets, i + 1);
                if (end < 0) {
                    out.write(octet);
                    i++;
                } else {
                    i = end;
                }
            }
        }
        return out.toByteArray();
    }

    /** Behind a soft line break whose '=' stands before {@code from}, or -1 if it is none. */
    private static int softBreakEnd(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && (octets[i] == ' ' || octets[i] == '\t' || octets[i] == '\r')) {
            i++;
        }
        if (i == octets.length) {
            return i;
        }
        return octets[i] == '\n' ? i + 1 : -1;
    }

    private static int hex(byte octet) {
        return Character.digit(octet, 16);
    }
}
