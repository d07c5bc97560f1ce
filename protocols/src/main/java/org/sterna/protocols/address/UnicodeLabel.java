package org.sterna.protocols.address;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The labels of internationalized domain names. RFC 5891 sections 4.2 and 4.4.
 *
 * <p>{@link java.net.IDN} is not used: it knows IDNA2003 and the characters of Unicode 3.2 only, turns {@code ß} into {@code ss} and a final
 * sigma into another, drops joiners, and so would send mail to another domain than the one that was written. Here a label
 * is lower-cased and composed, as UTS 46 asks, and each character must then be one that RFC 5892 calls valid, computed from the
 * Unicode tables of the running Java. Left out: characters that are valid only beside certain others (RFC 5892
 * appendix A: joiners, middle dots, Arabic-Indic digits), which are refused here and can be written as A-labels, and the rule about
 * writing directions (RFC 5893).
 */
final class UnicodeLabel {
    static final String PREFIX = "xn--";
    /** Longer ones cannot be encoded in 63 octets. */
    private static final int MAX_POINTS = 59;
    /** RFC 5892 section 2.6: valid although their category or mapping says otherwise; and the dotless i, whose upper case is ASCII. */
    private static final String VALID_EXCEPTIONS = "\u00df\u03c2\u06fd\u06fe\u0f0b\u3007\u0131";
    /** RFC 5892 section 2.6: those that are disallowed, and those that are bound to a context. */
    private static final String REFUSED_EXCEPTIONS = "\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b"
            + "\u00b7\u0375\u05f3\u05f4\u30fb\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"
            + "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9";

    private UnicodeLabel() {}

    /** The A-label, in lower case, of a label that holds characters outside ASCII; empty when the label is not allowed. */
    static Optional<String> toAscii(String label) {
        // One by one: in a whole word a sigma at the end would become another letter. A capital I with a dot has no one letter.
        String lower = label.codePoints().map(point -> point == '\u0130' ? point : Character.toLowerCase(point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        String mapped = Normalizer.normalize(lower, Normalizer.Form.NFC);
        return isValid(mapped) ? Optional.of(PREFIX + Punycode.encode(mapped)) : Optional.empty();
    }

    /** The U-label of an A-label; empty when it is none, for then nobody knows what it should look like. */
    static Optional<String> toUnicode(String label) {
        if (!label.startsWith(PREFIX)) {
            return Optional.empty();
        }
        // RFC 5890 section 2.3.2.1: an A-label is one only if both directions agree.
        return Punycode.decode(label.substring(PREFIX.length()))
                .filter(decoded -> toAscii(decoded).equals(Optional.of(label)));
    }

    private static boolean isValid(String label) {
        int points = label.codePointCount(0, label.length());
        if (points > MAX_POINTS || Utf8.isAscii(label) || label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) {
            return false;
        }
        // RFC 5891 section 4.2.3.2: no combining mark in front.
        return !isMark(Character.getType(label.codePointAt(0))) && label.codePoints().allMatch(UnicodeLabel::isValid);
    }

    /** RFC 5892 section 3, from its categories. */
    private static boolean isValid(int point) {
        if (point < 128) {
            return point == '-' || Ascii.isLetterOrDigit((char) point);
        }
        if (VALID_EXCEPTIONS.indexOf(point) >= 0) {
            return true;
        }
        return REFUSED_EXCEPTIONS.indexOf(point) < 0 && isLetterOrDigit(point) && isStable(point) && !isOldHangul(point);
    }

    /** RFC 5892 section 2.1; upper case is gone by now. */
    private static boolean isLetterOrDigit(int point) {
        int type = Character.getType(point);
        return type == Character.LOWERCASE_LETTER || type == Character.OTHER_LETTER || type == Character.MODIFIER_LETTER
                || type == Character.DECIMAL_DIGIT_NUMBER || isMark(type) && type != Character.ENCLOSING_MARK && !isVariationSelector(point);
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** RFC 5892 section 2.3: characters that are meant to be ignored, as far as they are marks or letters. */
    private static boolean isVariationSelector(int point) {
        return point == 0x034f || point == 0x17b4 || point == 0x17b5 || point >= 0x180b && point <= 0x180f
                || point >= 0xfe00 && point <= 0xfe0f || point >= 0xe0100 && point <= 0xe01ef;
    }

    /** RFC 5892 section 2.2: what compatibility or case folding would change is not valid. */
    private static boolean isStable(int point) {
        String character = Character.toString(point);
        // Java has no case folding; up and down again is the same for all that are letters of names.
        return compatible(compatible(character).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)).equals(character);
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** RFC 5892 section 2.9, and the Hangul fillers, which show nothing. */
    private static boolean isOldHangul(int point) {
        return point >= 0x1100 && point <= 0x11ff || point >= 0xa960 && point <= 0xa97f || point >= 0xd7b0 && point <= 0xd7ff
                || point == 0x3164 || point == 0xffa0;
    }
}
