package org.sterna.protocols.message;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the date-time of RFC 5322 section 3.3 and its obsolete forms (section 4.3): day names, comments, two-digit years, a
 * missing seconds field, a missing or named zone.
 */
public final class DateTimes {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Map<String, Integer> ZONE_HOURS = Map.of(
            "est", -5, "edt", -4, "cst", -6, "cdt", -5, "mst", -7, "mdt", -6, "pst", -8, "pdt", -7);

    /** Whatever stands behind a date, which {@link #sent} takes away. */
    private static final Pattern DAY_ONLY =
            Pattern.compile("^([^0-9]{0,20}[0-9]{1,2}[ \\t]+[A-Za-z]{3,9}[ \\t]+[0-9]{2,4})(?![0-9]).*", Pattern.DOTALL);

    private DateTimes() {
    }

    /**
     * @param text octet string, for example the body of a Date field
     * @return empty if no date and time can be made out; a zone that is missing or unknown counts as UTC
     */
    public static Optional<OffsetDateTime> parse(String text) {
        String[] words = withoutComments(text).replace(',', ' ').strip().split("\\s+");
        int at = words.length > 0 && !words[0].isEmpty() && Character.isLetter(words[0].charAt(0)) ? 1 : 0;
        if (words.length < at + 4) {
            return Optional.empty();
        }
        try {
            int month = words[at + 1].length() < 3
                    ? -1 : MONTHS.indexOf(words[at + 1].substring(0, 3).toLowerCase(Locale.ROOT));
            LocalDate date = LocalDate.of(year(words[at + 2]), month + 1, number(words[at]));
            LocalTime time = time(words[at + 3]);
            ZoneOffset zone = words.length > at + 4 ? zone(words[at + 4]) : ZoneOffset.UTC;
            return Optional.of(OffsetDateTime.of(date, time, zone));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The sent date of RFC 5256 section 2.2: as {@link #parse}, but midnight UTC if there is a date without a time that can
     * be understood.
     *
     * @param text octet string, the body of a Date field
     */
    public static Optional<OffsetDateTime> sent(String text) {
        return parse(text).or(() -> parse(DAY_ONLY.matcher(text).replaceFirst("$1 00:00 +0000")));
    }

    private static int year(String word) {
        int year = number(word);
        if (word.length() == 2) {                       // RFC 5322 section 4.3
            return year < 50 ? 2000 + year : 1900 + year;
        }
        return word.length() == 3 ? 1900 + year : year;
    }

    private static LocalTime time(String word) {
        String[] parts = word.split("[:.]");
        if (parts.length < 2) {
            throw new NumberFormatException("time " + word);
        }
        int second = parts.length > 2 ? number(parts[2]) : 0;
        return LocalTime.of(number(parts[0]), number(parts[1]), Math.min(second, 59));    // a leap second is :60
    }

    private static ZoneOffset zone(String word) {
        if (word.length() == 5 && (word.charAt(0) == '+' || word.charAt(0) == '-')) {
            int digits = number(word.substring(1));
            int minutes = digits / 100 * 60 + digits % 100;
            if (minutes <= 18 * 60) {
                return ZoneOffset.ofTotalSeconds((word.charAt(0) == '-' ? -minutes : minutes) * 60);
            }
        }
        // Other names, military zones among them, are to be taken as -0000 (RFC 5322 section 4.3).
        return ZoneOffset.ofHours(ZONE_HOURS.getOrDefault(word.toLowerCase(Locale.ROOT), 0));
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NumberFormatException("number " + digits);
        }
        return Integer.parseInt(digits);
    }

    private static String withoutComments(String text) {
        if (text.indexOf('(') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
                plain.append(' ');
            } else if (depth == 0) {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
