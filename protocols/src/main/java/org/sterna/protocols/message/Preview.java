package org.sterna.protocols.message;

import java.util.Locale;

/** Makes the short text that clients show in message lists (RFC 8970 section 3). */
final class Preview {
    /** RFC 8970 section 3.1: at most 200 characters. */
    static final int MAX_CHARACTERS = 200;

    private Preview() {
    }

    /** One line of text: white space collapsed, control characters out, at most 200 characters. */
    static String ofPlain(String text) {
        StringBuilder preview = new StringBuilder();
        int characters = 0;
        boolean space = false;
        int i = 0;
        while (i < text.length() && characters < MAX_CHARACTERS) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = characters > 0;
            } else if (c != 0xFFFD && !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE) {
                if (space && characters + 1 < MAX_CHARACTERS) {
                    preview.append(' ');
                    characters++;
                }
                space = false;
                preview.appendCodePoint(c);
                characters++;
            }
        }
        return preview.toString();
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
        return ofPlain(withoutEntities(text.toString()));
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

    private static String withoutEntities(String text) {
        return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&amp;", "&");
    }
}
