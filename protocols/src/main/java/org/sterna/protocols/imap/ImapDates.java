package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dates of IMAP: {@code 1-Feb-1994} and {@code " 1-Feb-1994 21:52:25 -0800"} (RFC 9051 section 9, date, date-time). */
final class ImapDates {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final Pattern DATE = Pattern.compile(" ?([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4})");
    private static final Pattern DATE_TIME =
            Pattern.compile("(.{10,11}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([-+])([0-9]{2})([0-9]{2})");

    private static final byte[] EMPTY = "\"00-Jan-0000 00:00:00 +0000\"".getBytes(StandardCharsets.US_ASCII);

    private ImapDates() {
    }

    static Optional<LocalDate> date(String text) {
        Matcher matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String month = matcher.group(2);
        int number = 0;
        while (number < 12 && !MONTHS.get(number).equalsIgnoreCase(month)) {
            number++;
        }
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(matcher.group(3)), number + 1, Integer.parseInt(matcher.group(1))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<OffsetDateTime> dateTime(String text) {
        Matcher matcher = DATE_TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            LocalTime time = LocalTime.of(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)),
                    Math.min(59, Integer.parseInt(matcher.group(4))));
            int minutes = Integer.parseInt(matcher.group(6)) * 60 + Integer.parseInt(matcher.group(7));
            ZoneOffset zone = ZoneOffset.ofTotalSeconds((matcher.group(5).equals("-") ? -minutes : minutes) * 60);
            return date(matcher.group(1)).map(day -> OffsetDateTime.of(day, time, zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** With its quotes. */
    static byte[] print(OffsetDateTime time) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        int distance = Math.abs(minutes);
        byte[] text = EMPTY.clone();
        twoDigits(text, 1, time.getDayOfMonth());
        if (time.getDayOfMonth() < 10) {
            text[1] = ' ';
        }
        String month = MONTHS.get(time.getMonthValue() - 1);
        for (int i = 0; i < 3; i++) {
            text[4 + i] = (byte) month.charAt(i);
        }
        twoDigits(text, 8, time.getYear() / 100);
        twoDigits(text, 10, time.getYear() % 100);
        twoDigits(text, 13, time.getHour());
        twoDigits(text, 16, time.getMinute());
        twoDigits(text, 19, time.getSecond());
        text[22] = (byte) (minutes < 0 ? '-' : '+');
        twoDigits(text, 23, distance / 60);
        twoDigits(text, 25, distance % 60);
        return text;
    }

    private static void twoDigits(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10 % 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }
}
