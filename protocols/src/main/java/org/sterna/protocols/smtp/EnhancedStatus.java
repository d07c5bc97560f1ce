package org.sterna.protocols.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced mail system status code. RFC 3463 section 2.
 *
 * @param kind 2 for success, 4 for a transient and 5 for a permanent failure
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int kind, int subject, int detail) {
    private static final Pattern FORM = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})");

    /** @throws IllegalArgumentException when a number is out of its range */
    public EnhancedStatus {
        if ((kind != 2 && kind != 4 && kind != 5) || subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("not an enhanced status: " + kind + "." + subject + "." + detail);
        }
    }

    /** Reads {@code 5.1.1}; empty when the text has another form. */
    public static Optional<EnhancedStatus> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new EnhancedStatus(number(form, 1), number(form, 2), number(form, 3)))
                : Optional.empty();
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
