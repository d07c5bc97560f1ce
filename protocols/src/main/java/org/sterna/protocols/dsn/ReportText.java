package org.sterna.protocols.dsn;

/** What a report says to a person. */
final class ReportText {
    private ReportText() {}

    static String subject(Action action) {
        return switch (action) {
            case FAILED -> "Your message could not be delivered";
            case DELAYED -> "Your message is delayed";
            case DELIVERED -> "Your message was delivered";
            case RELAYED -> "Your message was relayed";
        };
    }

    static String opening(Action action, int recipients) {
        String whom = recipients == 1 ? "the recipient below." : "the " + recipients + " recipients below.";
        return switch (action) {
            case FAILED -> "Your message could not be delivered to " + whom + " It will not be tried again. If it was important, please check "
                    + "the address, or reach the recipient in another way.";
            case DELAYED -> "Your message could not be delivered yet to " + whom + " It is tried again, and there is nothing you need to do.";
            case DELIVERED -> "Your message was delivered to " + whom;
            case RELAYED -> "Your message was relayed on its way to " + whom + " There may be no further report.";
        };
    }
}
