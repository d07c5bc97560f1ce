package org.sterna.protocols.precis;

import java.text.Normalizer;

/** The derived property of a code point: RFC 8264 section 8, with the categories of section 9. */
final class CodePoints {
    /** What a code point may be in. */
    enum Property {
        /** In every string. */
        VALID,
        /** In the FreeformClass only. */
        FREEFORM,
        /** Where a rule of RFC 5892 appendix A allows it. */
        CONTEXT,
        /** In none. */
        DISALLOWED
    }

    private CodePoints() {}

    static Property of(int point) {
        if (isExceptionValid(point)) {
            return Property.VALID;
        }
        if (ContextRules.has(point)) {
            return Property.CONTEXT;
        }
        if (isExceptionDisallowed(point)) {
            return Property.DISALLOWED;
        }
        int type = Character.getType(point);
        if (type == Character.UNASSIGNED) {
            return Property.DISALLOWED;
        }
        if (point >= 0x21 && point <= 0x7e) {                                   // ASCII7, section 9.11
            return Property.VALID;
        }
        if (isOldHangulJamo(point) || isIgnorable(point, type) || type == Character.CONTROL) {
            return Property.DISALLOWED;
        }
        String text = Character.toString(point);
        if (!Normalizer.normalize(text, Normalizer.Form.NFKC).equals(text)) {   // HasCompat, section 9.17
            return Property.FREEFORM;
        }
        return ofType(type);
    }

    private static Property ofType(int type) {
        return switch (type) {
            case Character.LOWERCASE_LETTER, Character.UPPERCASE_LETTER, Character.OTHER_LETTER, Character.DECIMAL_DIGIT_NUMBER,
                    Character.MODIFIER_LETTER, Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> Property.VALID;
            case Character.TITLECASE_LETTER, Character.LETTER_NUMBER, Character.OTHER_NUMBER, Character.ENCLOSING_MARK,
                    Character.SPACE_SEPARATOR, Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL, Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> Property.FREEFORM;
            default -> Property.DISALLOWED;
        };
    }

    /** RFC 5892 section 2.6. */
    private static boolean isExceptionValid(int point) {
        return point == 0xdf || point == 0x3c2 || point == 0x6fd || point == 0x6fe || point == 0xf0b || point == 0x3007;
    }

    /** RFC 5892 section 2.6. */
    private static boolean isExceptionDisallowed(int point) {
        return point == 0x640 || point == 0x7fa || point == 0x302e || point == 0x302f || point >= 0x3031 && point <= 0x3035 || point == 0x303b;
    }

    /** RFC 5892 section 2.9: conjoining Jamo of all three kinds. */
    private static boolean isOldHangulJamo(int point) {
        return point >= 0x1100 && point <= 0x11ff || point >= 0xa960 && point <= 0xa97c || point >= 0xd7b0 && point <= 0xd7fb;
    }

    /** Section 9.13: Default_Ignorable_Code_Point or Noncharacter_Code_Point; the joiners have rules of their own. */
    private static boolean isIgnorable(int point, int type) {
        return (point & 0xfffe) == 0xfffe || point >= 0xfdd0 && point <= 0xfdef || type == Character.FORMAT || type == Character.SURROGATE
                || type == Character.PRIVATE_USE || point == 0x34f || point == 0x115f || point == 0x1160 || point == 0x17b4 || point == 0x17b5
                || point >= 0x180b && point <= 0x180f || point == 0x2065 || point == 0x3164 || point >= 0xfe00 && point <= 0xfe0f || point == 0xffa0
                || point >= 0xfff0 && point <= 0xfff8 || point >= 0xe0000 && point <= 0xe0fff;
    }
}
