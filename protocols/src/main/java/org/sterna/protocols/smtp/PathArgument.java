package org.sterna.protocols.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The argument of MAIL or RCPT, cut in two. RFC 5321 section 4.1.2.
 *
 * @param path with its angle brackets
 * @param parameters what stands behind it, word by word
 */
record PathArgument(String path, List<String> parameters) {
    /** Reads {@code FROM:<path> words}; empty when keyword or brackets are missing. */
    static Optional<PathArgument> read(String keyword, String argument) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return Optional.empty();
        }
        // RFC 5321 section 3.3 allows no space behind the colon; clients that send one are common and harmless.
        String text = argument.substring(keyword.length()).stripLeading();
        int end = endOfPath(text);
        if (end < 0 || (end < text.length() && text.charAt(end) != ' ')) {
            return Optional.empty();
        }
        List<String> parameters =
                Arrays.stream(text.substring(end).split(" ")).filter(word -> !word.isEmpty()).toList();
        return Optional.of(new PathArgument(text.substring(0, end), parameters));
    }

    /** Index behind the closing bracket; brackets in a quoted local-part do not count. */
    private static int endOfPath(String text) {
        if (!text.startsWith("<")) {
            return -1;
        }
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
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
