package org.sterna.platform.drill.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages that can be told from their number alone, and the number from the message. */
final class StressMessage {
    private static final Pattern NUMBER = Pattern.compile("^X-Stress: ([0-9]+)\r\n", Pattern.MULTILINE);
    private static final int MOST_LINES = 40;

    private StressMessage() {
    }

    static byte[] content(int number) {
        StringBuilder text = new StringBuilder("From: Smith <smith@example.org>\r\nTo: jones@example.org\r\nSubject: message " + number
                + "\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\nMessage-ID: <stress." + number + "@example.org>\r\nX-Stress: " + number
                + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        for (int line = 0; line < number % MOST_LINES; line++) {
            text.append("Line ").append(line).append(" of ").append(number).append(": gr\u00fc\u00dfe.\r\n");
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    /** The number in a message or in its header section. */
    static int number(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.find()) {
            throw new ProtocolError("a message that nobody made: " + text);
        }
        return Integer.parseInt(number.group(1));
    }
}
