package org.sterna.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of something there may be at one time, written as {@code reject 1000}, {@code tag 50} or {@code off}.
 *
 * @param action what happens to whoever exceeds it
 * @param number 1 to 999999999
 */
public record CountLimit(RuleAction action, int number) {
    /** No limit. */
    public static final CountLimit OFF = new CountLimit(RuleAction.OFF, 1);
    static final String ALLOWED = "off, or tag or reject with a number, such as \"reject 1000\"";
    private static final Pattern FORM = Pattern.compile("(tag|reject)\\s+(\\d{1,9})");

    /** @throws IllegalArgumentException when the number is less than 1 */
    public CountLimit {
        if (number < 1) {
            throw new IllegalArgumentException(Integer.toString(number));
        }
    }

    static CountLimit parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("off") || lower.equals("false")) {             // HOCON may know the word as a boolean
            return OFF;
        }
        Matcher form = FORM.matcher(lower);
        if (!form.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new CountLimit(RuleAction.valueOf(form.group(1).toUpperCase(Locale.ROOT)), Integer.parseInt(form.group(2)));
    }

    /** As in replies to clients: {@code limit 1000}. */
    public String words() {
        return "limit " + number;
    }
}
