package org.sterna.protocols.imap;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
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

    static String print(OffsetDateTime time) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        int distance = Math.abs(minutes);
        return String.format(Locale.ROOT, "%2d-%s-%04d %02d:%02d:%02d %s%02d%02d",
                time.getDayOfMonth(), MONTHS.get(time.getMonthValue() - 1), time.getYear(),
                time.getHour(), time.getMinute(), time.getSecond(), minutes < 0 ? "-" : "+", distance / 60, distance % 60);
    }
}
