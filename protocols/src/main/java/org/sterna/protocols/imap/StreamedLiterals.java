package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;

/**
 * Which literals are messages or parts of messages and are not to be kept in memory: those of APPEND and REPLACE that are
 * neither the name of the mailbox nor a URL. Looks at octets only; {@link AppendParser} reads properly.
 */
final class StreamedLiterals {
    private StreamedLiterals() {
    }

    /** @param octets the command from its start to the end of the line that announces the literal */
    static boolean isFirst(byte[] octets, int length, LiteralHeader literal) {
        int verb = behindWord(octets, 0, length);
        if (startsWith(octets, verb, length, "UID REPLACE ")) {
            verb += 4;
        }
        int mailbox;
        if (startsWith(octets, verb, length, "APPEND ")) {
            mailbox = verb + 7;
        } else if (startsWith(octets, verb, length, "REPLACE ")) {
            mailbox = behindWord(octets, verb + 8, length);
        } else {
            return false;
        }
        return literal.start() > mailbox && !(isUrl(octets, literal) && hasCatenate(octets, mailbox, literal.start()));
    }

    /** @param octets what has come since the literal before */
    static boolean isFurther(byte[] octets, LiteralHeader literal) {
        return !isUrl(octets, literal);
    }

    private static boolean isUrl(byte[] octets, LiteralHeader literal) {
        int at = literal.start() - 4;
        return at >= 1 && startsWith(octets, at, literal.start(), "URL ") && (octets[at - 1] == ' ' || octets[at - 1] == '(');
    }

    private static boolean hasCatenate(byte[] octets, int from, int to) {
        for (int at = from; at < to; at++) {
            if (octets[at] == ' ' && startsWith(octets, at, to, " CATENATE (")) {
                return true;
            }
        }
        return false;
    }

    /** Where the next word begins. */
    private static int behindWord(byte[] octets, int from, int length) {
        int at = from;
        while (at < length && octets[at] != ' ') {
            at++;
        }
        return at + 1;
    }

    private static boolean startsWith(byte[] octets, int at, int end, String word) {
        return at + word.length() <= end
                && new String(octets, at, word.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(word);
    }
}
