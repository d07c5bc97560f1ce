package org.sterna.persistence.identity;

/** Numbers in 32 digits that survive header fields, file names and reading aloud: 0-9 and a-z without i, l, o, u. */
final class Base32 {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private Base32() { }

    /** True for 1 to {@code most} of the characters 0-9 and a-z: checked often, so without a regular expression. */
    static boolean isName(String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }

    static String print(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        StringBuilder out = new StringBuilder();
        long rest = value;
        do {
            out.append(DIGITS.charAt((int) (rest & 31)));
            rest >>>= 5;
        } while (rest != 0);
        return out.reverse().toString();
    }

    static String print(byte[] octets) {
        StringBuilder out = new StringBuilder();
        long bits = 0;
        int held = 0;
        for (byte octet : octets) {
            bits = bits << 8 | octet & 0xFF;
            held += 8;
            while (held >= 5) {
                held -= 5;
                out.append(DIGITS.charAt((int) (bits >>> held & 31)));
            }
            bits &= (1L << held) - 1;
        }
        if (held > 0) {
            out.append(DIGITS.charAt((int) (bits << 5 - held & 31)));
        }
        return out.toString();
    }

    static long parse(String digits) {
        if (digits.isEmpty() || digits.length() > 12) {
            throw new IllegalArgumentException("not a number of 1 to 12 digits: " + digits);
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = DIGITS.indexOf(digits.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("not a digit: " + digits.charAt(i));
            }
            value = value << 5 | digit;
        }
        return value;
    }
}
