package org.sterna.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of something may happen in a time, written as {@code reject 1000 in 1 h}, {@code tag 50 in 10 m} or {@code off}.
 *
 * @param action   what happens to whoever exceeds it
 * @param number   1 to 999999999
 * @param interval 1 s to 1 d
 */
public record RateLimit(RuleAction action, int number, Duration interval) {
    static final String ALLOWED = "off, or tag or reject with a number and an interval from 1 s to 1 d, such as \"reject 1000 in 1 h\"";
    private static final Pattern FORM = Pattern.compile("(tag|reject)\\s+(\\d{1,9})\\s+in\\s+(\\d{1,5})\\s*(s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(1);
    /** No limit. */
    public static final RateLimit OFF = new RateLimit(RuleAction.OFF, 1, Duration.ofSeconds(1));

    /** @throws IllegalArgumentException when number or interval is out of its range */
    public RateLimit {
        if (number < 1 || interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(number + " in " + interval);
        }
    }

    static RateLimit parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("off") || lower.equals("false")) {             // HOCON may know the word as a boolean
            return OFF;
        }
        Matcher form = FORM.matcher(lower);
        if (!form.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new RateLimit(RuleAction.valueOf(form.group(1).toUpperCase(Locale.ROOT)), Integer.parseInt(form.group(2)),
                Bounds.duration(form.group(3) + " " + form.group(4)));
    }

    /** As in replies to clients: {@code limit 1000 in 1 h}. */
    public String words() {
        long seconds = interval.toSeconds();
        String time = seconds % 86_400 == 0 ? seconds / 86_400 + " d" : seconds % 3600 == 0 ? seconds / 3600 + " h"
                : seconds % 60 == 0 ? seconds / 60 + " m" : seconds + " s";
        return "limit " + number + " in " + time;
    }
}
