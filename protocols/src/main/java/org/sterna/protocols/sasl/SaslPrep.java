package org.sterna.protocols.sasl;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Makes names and passwords comparable: RFC 4013. By the JVM's Unicode tables, which are younger than those of the RFC; unassigned code
 * points are taken, as in queries (RFC 4013 section 2.5).
 */
final class SaslPrep {
    /** Of three octets at most each, so that what is prepared is a {@link Secret} again. */
    private static final int MAX_LENGTH = Secret.MAX_OCTETS / 3;

    private SaslPrep() {}

    /** The prepared text; empty when the text holds what is prohibited, or nothing, or more than a secret may have, is left of it. */
    static Optional<String> prepare(String text) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints().filter(point -> !isMappedToNothing(point))
                .map(point -> Character.getType(point) == Character.SPACE_SEPARATOR ? ' ' : point)
                .forEach(mapped::appendCodePoint);
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return prepared.isEmpty() || prepared.length() > MAX_LENGTH || prepared.codePoints().anyMatch(SaslPrep::isProhibited) || !isOfOneDirection(prepared)
                ? Optional.empty() : Optional.of(prepared);
    }

    /** RFC 4013 section 2.1, table B.1 of stringprep. */
    private static boolean isMappedToNothing(int point) {
        return point == 0xad || point == 0x34f || point == 0x1806 || point >= 0x180b && point <= 0x180d || point >= 0x200b && point <= 0x200d
                || point == 0x2060 || point >= 0xfe00 && point <= 0xfe0f || point == 0xfeff;
    }

    /** RFC 4013 section 2.3. */
    private static boolean isProhibited(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.PRIVATE_USE || type == Character.SURROGATE || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SPACE_SEPARATOR && point != ' ' || (point & 0xfffe) == 0xfffe || point >= 0xfdd0 && point <= 0xfdef
                || point >= 0xfff9 && point <= 0xfffd || point >= 0x2ff0 && point <= 0x2ffb || point == 0x340 || point == 0x341;
    }

    /** RFC 4013 section 2.4: text from right to left begins and ends so, and holds none of the other direction. */
    private static boolean isOfOneDirection(String text) {
        boolean left = text.codePoints().anyMatch(point -> Character.getDirectionality(point) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        boolean right = text.codePoints().anyMatch(SaslPrep::isRightToLeft);
        return !right || !left && isRightToLeft(text.codePointAt(0)) && isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int point) {
        byte direction = Character.getDirectionality(point);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
