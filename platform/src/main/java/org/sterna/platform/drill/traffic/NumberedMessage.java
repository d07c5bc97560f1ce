package org.sterna.platform.drill.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The octets of each message of a drill follow from its number, so that a copy can be compared with what was sent. */
public final class NumberedMessage {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);
    private static final Pattern ID = Pattern.compile("(?im)^Message-ID:\\s*<([a-z0-9]+)\\.(\\d+)@drill\\.example>");
    private static final int MOST_LINES = 40;

    private final String run;
    private final String date;

    /** @param run the same in all messages of a drill, letters and digits in lower case */
    public NumberedMessage(String run, Instant day) {
        this.run = run;
        this.date = DATE.format(day.atOffset(ZoneOffset.UTC));
    }

    /** With CRLF line ends; no line begins with a dot. */
    public byte[] octets(int number) {
        StringBuilder text = new StringBuilder("From: <" + Directory.SENDER + ">\r\nSubject: number " + number + " of " + run + "\r\nDate: " + date + "\r\nMessage-ID: "
                + id(number) + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThis is number " + number + ".\r\n");
        Random random = new Random(number);
        for (int line = random.nextInt(MOST_LINES); line > 0; line--) {
            text.append(Long.toString(random.nextLong() >>> 1, 36)).append(" of ").append(number).append("\r\n");
        }
        return text.toString().getBytes(US_ASCII);
    }

    /** With its angle brackets. */
    public String id(int number) {
        return "<" + run + "." + number + "@drill.example>";
    }

    /** From its header section, or from a Message-ID field alone; 0 if it is none of this drill. */
    public int number(String text) {
        int end = text.indexOf("\r\n\r\n");
        Matcher matcher = ID.matcher(end < 0 ? text : text.substring(0, end));
        return matcher.find() && matcher.group(1).equals(run) ? Integer.parseInt(matcher.group(2)) : 0;
    }

    /** Whether these are the octets sent, behind whatever trace fields were put before them. */
    public boolean isIntact(int number, byte[] stored) {
        String sent = new String(octets(number), ISO_8859_1);
        String text = new String(stored, ISO_8859_1);
        return text.equals(sent) || text.endsWith("\r\n" + sent);
    }
}
