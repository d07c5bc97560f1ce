package org.sterna.protocols.trust;

/** The small grammar that the field's parts are made of. */
final class Words {
    private static final String SPECIALS = "()<>@,;:\\\"/[]?=";

    private Words() {}

    /** RFC 5321 section 4.1.2, {@code Keyword} (Ldh-str); with the dots and underscores that registered names have, too. */
    static boolean isKeyword(String text) {
        return !text.isEmpty() && text.chars().allMatch(Words::isKeywordCharacter);
    }

    static boolean isKeywordCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    /** RFC 2045 section 5.1; beyond ASCII as RFC 6532 section 3.2 allows. */
    static boolean isTokenCharacter(int c) {
        return c > ' ' && c != 127 && SPECIALS.indexOf(c) < 0;
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Words::isTokenCharacter);
    }

    /** A token, or a quoted string of the text with a question mark for each control character. */
    static String value(String text) {
        if (isToken(text)) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(Character.isISOControl(c) ? '?' : c);
        }
        return quoted.append('"').toString();
    }

    /** RFC 8601 section 2.2, {@code pvalue}: addresses stand without quotes if they can. */
    static String propertyValue(String text) {
        int at = text.lastIndexOf('@');
        boolean address = at >= 0 && isToken(text.substring(at + 1)) && (at == 0 || isToken(text.substring(0, at)));
        return address ? text : value(text);
    }
}
