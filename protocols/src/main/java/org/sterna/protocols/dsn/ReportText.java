package org.sterna.protocols.dsn;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What a report says to a person. */
final class ReportText {
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm '(UTC'xxx')'", Locale.ENGLISH);

    private ReportText() {}

    static String subject(Action action) {
        return switch (action) {
            case FAILED -> "Your message could not be delivered";
            case DELAYED -> "Your message is delayed";
            case DELIVERED -> "Your message was delivered";
            case RELAYED -> "Your message was relayed";
            case EXPANDED -> "Your message was passed on";
        };
    }

    /** As a person reads it, such as {@code Thursday, 26 November 2026, 23:04 (UTC+00:00)}. */
    static String time(ZonedDateTime at) {
        return DAY_AND_TIME.format(at);
    }

    /** With a capital letter and a full stop. */
    static String sentence(String text) {
        String bare = text.strip();
        return bare.isEmpty() ? "" : bare.substring(0, 1).toUpperCase(Locale.ROOT) + bare.substring(1) + (".!?".indexOf(bare.charAt(bare.length() - 1)) < 0 ? "." : "");
    }

    static String opening(Action action, int recipients) {
        String whom = recipients == 1 ? "the recipient below." : "the " + recipients + " recipients below.";
        return switch (action) {
            case FAILED -> "Your message could not be delivered to " + whom + " It will not be tried again. If it was important, please check "
                    + "the address, or reach the recipient in another way.";
            case DELAYED -> "Your message could not be delivered yet to " + whom + " It is tried again, and there is nothing you need to do. If it "
                    + "cannot be delivered in the end, you will be told.";
            case DELIVERED -> "Your message was delivered to " + whom;
            case RELAYED -> "Your message was relayed on its way to " + whom + " There may be no further report.";
            case EXPANDED -> "Your message has reached " + whom + " From there it is passed on to several others. You will only be told of it if it "
                    + "cannot be delivered.";
        };
    }
}
