package org.sterna.protocols.precis;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntPredicate;

/** Code points that are valid beside certain others only: RFC 5892 appendix A. */
final class ContextRules {
    private static final int NON_JOINER = 0x200c;
    private static final int JOINER = 0x200d;
    private static final int MIDDLE_DOT = 0xb7;
    private static final int KERAIA = 0x375;
    private static final int GERESH = 0x5f3;
    private static final int GERSHAYIM = 0x5f4;
    private static final int KATAKANA_DOT = 0x30fb;
    /** Canonical_Combining_Class Virama, of the scripts in use. Java has no such table. */
    private static final Set<Integer> VIRAMAS = Set.of(0x94d, 0x9cd, 0xa4d, 0xacd, 0xb4d, 0xbcd, 0xc4d, 0xccd, 0xd3b, 0xd3c, 0xd4d, 0xdca, 0xe3a, 0xeba,
            0xf84, 0x1039, 0x103a, 0x1714, 0x1734, 0x17d2, 0x1a60, 0x1b44, 0x1baa, 0x1bab, 0x1bf2, 0x1bf3, 0x2d7f, 0xa806, 0xa8c4, 0xa953, 0xa9c0,
            0xaaf6, 0xabed);

    private ContextRules() {}

    static boolean has(int point) {
        return point == NON_JOINER || point == JOINER || point == MIDDLE_DOT || point == KERAIA || point == GERESH || point == GERSHAYIM
                || point == KATAKANA_DOT || isArabicDigit(point) || isExtendedArabicDigit(point);
    }

    /** @param at index of a code point with a rule */
    static boolean allow(int[] text, int at) {
        int before = at > 0 ? text[at - 1] : -1;
        int after = at + 1 < text.length ? text[at + 1] : -1;
        return switch (text[at]) {
            // Appendix A.1 would also allow a non-joiner between letters that join; Java has no Joining_Type, and no name needs it.
            case NON_JOINER, JOINER -> VIRAMAS.contains(before);
            case MIDDLE_DOT -> before == 'l' && after == 'l';
            case KERAIA -> after >= 0 && UnicodeScript.of(after) == UnicodeScript.GREEK;
            case GERESH, GERSHAYIM -> before >= 0 && UnicodeScript.of(before) == UnicodeScript.HEBREW;
            case KATAKANA_DOT -> any(text, ContextRules::isJapanese);
            default -> isArabicDigit(text[at]) ? !any(text, ContextRules::isExtendedArabicDigit) : !any(text, ContextRules::isArabicDigit);
        };
    }

    private static boolean any(int[] text, IntPredicate wanted) {
        return Arrays.stream(text).anyMatch(wanted);
    }

    private static boolean isJapanese(int point) {
        UnicodeScript script = UnicodeScript.of(point);
        return point != KATAKANA_DOT && (script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA || script == UnicodeScript.HAN);
    }

    private static boolean isArabicDigit(int point) {
        return point >= 0x660 && point <= 0x669;
    }

    private static boolean isExtendedArabicDigit(int point) {
        return point >= 0x6f0 && point <= 0x6f9;
    }
}
