package org.sterna.protocols.smtp;

import java.util.Optional;

/**
 * The argument of MAIL or RCPT, cut in two. RFC 5321 section 4.1.2.
 *
 * @param text the line
 * @param start of the path, at its opening bracket
 * @param end of the path, behind its closing bracket: what follows are parameters, with spaces between, or nothing
 */
record PathArgument(String text, int start, int end) {
    /** Reads {@code FROM:<path> words} from an index on; empty when keyword or brackets are missing. */
    static Optional<PathArgument> read(String keyword, String text, int from) {
        if (!text.regionMatches(true, from, keyword, 0, keyword.length())) {
            return Optional.empty();
        }
        // RFC 5321 section 3.3 allows no space behind the colon; clients that send one are common and harmless.
        int start = from + keyword.length();
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        int end = endOfPath(text, start);
        return end > start && (end == text.length() || text.charAt(end) == ' ')
                ? Optional.of(new PathArgument(text, start, end))
                : Optional.empty();
    }

    String parameters() {
        return end == text.length() ? "" : text.substring(end);
    }

    /** Index behind the closing bracket, -1 when there is none; brackets in a quoted local-part do not count. */
    private static int endOfPath(String text, int start) {
        if (!text.startsWith("<", start)) {
            return -1;
        }
        boolean quoted = false;
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i + 1;
            }
        }
        return -1;
    }
}
