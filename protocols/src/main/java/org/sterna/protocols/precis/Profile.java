package org.sterna.protocols.precis;

import java.text.Normalizer;
import java.util.Optional;

/** What names and passwords are before they are compared: RFC 8265. */
public enum Profile {
    /** Names: RFC 8265 section 3.4. Whether their case matters, the domain of an address says. */
    USERNAME_CASE_PRESERVED(true),
    /** Passwords: RFC 8265 section 4.2. */
    OPAQUE_STRING(false);

    private final boolean identifier;

    Profile(boolean identifier) {
        this.identifier = identifier;
    }

    /**
     * Enforces the profile. Never longer than three times the text.
     *
     * @return empty if the text holds what the profile does not allow, or nothing is left of it
     */
    public Optional<String> enforce(String text) {
        String mapped = identifier ? narrowed(text) : withPlainSpaces(text);
        if (!isAllowed(mapped)) {
            return Optional.empty();
        }
        String normalized = Normalizer.normalize(mapped, Normalizer.Form.NFC);
        // What the mappings made of the text must be allowed too, so that a second enforcement changes nothing (RFC 8264 section 7).
        return normalized.isEmpty() || !isAllowed(normalized) || identifier && !BidiRule.allows(normalized) ? Optional.empty() : Optional.of(normalized);
    }

    private boolean isAllowed(String text) {
        int[] points = text.codePoints().toArray();
        for (int at = 0; at < points.length; at++) {
            CodePoints.Property property = CodePoints.of(points[at]);
            boolean allowed = property == CodePoints.Property.VALID || property == CodePoints.Property.FREEFORM && !identifier
                    || property == CodePoints.Property.CONTEXT && ContextRules.allow(points, at);
            // A username may be several userparts with one space between them: RFC 8265 section 3.1.
            boolean between = identifier && points[at] == ' ' && at > 0 && at < points.length - 1 && points[at + 1] != ' ';
            if (!allowed && !between) {
                return false;
            }
        }
        return true;
    }

    /** The width mapping rule: fullwidth and halfwidth forms become what they are forms of. */
    private static String narrowed(String text) {
        StringBuilder narrowed = new StringBuilder();
        text.codePoints().forEach(point -> {
            boolean wide = point == 0x3000 || point >= 0xff01 && point <= 0xffee;
            narrowed.append(wide ? Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC) : Character.toString(point));
        });
        return narrowed.toString();
    }

    /** RFC 8265 section 4.2.2: every other space is a SPACE. */
    private static String withPlainSpaces(String text) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints().map(point -> Character.getType(point) == Character.SPACE_SEPARATOR ? ' ' : point).forEach(mapped::appendCodePoint);
        return mapped.toString();
    }
}
