package org.sterna.protocols.message;

import java.util.Locale;

/** Makes the short text that clients show in message lists (RFC 8970 section 3). */
final class Preview {
    /** RFC 8970 section 3.1: at most 200 characters. */
    static final int MAX_CHARACTERS = 200;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int COMBINING_GRAPHEME_JOINER = 0x034F;

    private Preview() {
    }

    /**
     * One line of text: white space collapsed, what cannot be seen out, at most 200 characters. Lines quoted from another
     * message show only if there is nothing else.
     */
    static String ofPlain(String text) {
        String own = oneLine(withoutQuotes(text));
        return own.isEmpty() ? oneLine(text) : own;
    }

    private static String withoutQuotes(String text) {
        if (!text.startsWith(">") && !text.contains("\n>")) {
            return text;
        }
        StringBuilder own = new StringBuilder(text.length());
        for (String line : text.split("\n")) {
            if (!line.startsWith(">")) {
                own.append(line).append('\n');
            }
        }
        return own.toString();
    }

    private static String oneLine(String text) {
        StringBuilder preview = new StringBuilder();
        int characters = 0;
        boolean space = false;
        int joiner = 0;
        int i = 0;
        while (i < text.length() && characters < MAX_CHARACTERS) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = characters > 0;
                joiner = 0;
            } else if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
                joiner = c;                                     // part of a character, or filling between spaces
            } else if (isVisible(c)) {
                int needed = 1 + (space ? 1 : 0) + (joiner > 0 ? 1 : 0);
                if (characters + needed > MAX_CHARACTERS) {
                    break;
                }
                preview.append(space ? " " : "");
                if (joiner > 0 && !space && characters > 0) {
                    preview.appendCodePoint(joiner);
                }
                space = false;
                joiner = 0;
                preview.appendCodePoint(c);
                characters += needed;
            }
        }
        return preview.toString();
    }

    /** Replacement, control and format characters, the latter much used to fill the previews of advertisements, are not. */
    private static boolean isVisible(int c) {
        int type = Character.getType(c);
        return c != 0xFFFD && c != COMBINING_GRAPHEME_JOINER && !Character.isISOControl(c) && type != Character.SURROGATE
                && type != Character.FORMAT;
    }

    /** As {@link #ofPlain} of what is left of HTML without tags, styles, scripts and comments. */
    static String ofHtml(String html) {
        StringBuilder text = new StringBuilder();
        String lower = html.toLowerCase(Locale.ROOT);
        boolean sameLength = lower.length() == html.length();
        int at = 0;
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0) {
                text.append(html, at, html.length());
                break;
            }
            text.append(html, at, open).append(' ');
            at = sameLength ? behindTag(lower, open) : behind(html, ">", open);
        }
        return ofPlain(HtmlEntities.replaced(text.toString()));
    }

    private static int behindTag(String lower, int open) {
        for (String element : new String[] {"style", "script", "head", "title"}) {
            if (lower.startsWith(element, open + 1) && !Character.isLetterOrDigit(charAt(lower, open + 1 + element.length()))) {
                return behind(lower, ">", behind(lower, "</" + element, open));
            }
        }
        return lower.startsWith("<!--", open) ? behind(lower, "-->", open) : behind(lower, ">", open);
    }

    private static char charAt(String text, int index) {
        return index < text.length() ? text.charAt(index) : ' ';
    }

    private static int behind(String text, String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }
}
