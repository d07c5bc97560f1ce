package org.sterna.protocols.address;

/** The character classes of RFC 5321 section 4.1.2 and RFC 5322 section 3.2.3. */
final class Ascii {
    private static final boolean[] ATEXT = new boolean[128];

    static {
        for (char c = 0; c < ATEXT.length; c++) {
            ATEXT[c] = isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
        }
    }

    private Ascii() {}

    static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** RFC 5322 section 3.2.3: the characters of an atom. */
    static boolean isAtext(char c) {
        return c < 128 && ATEXT[c];
    }

    static boolean isPrintableOrSpace(char c) {
        return c >= ' ' && c <= '~';
    }
}
