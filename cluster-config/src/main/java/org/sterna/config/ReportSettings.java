package org.sterna.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reports between domains: {@code sterna.trust.reports}.
 *
 * @param dmarc        whether domains are told who sends mail in their name
 * @param tls          whether domains are told how sessions with their hosts were protected
 * @param hour         of the day, UTC, at which those of the day before begin to be sent
 * @param spread       over which they are
 * @param writeEvery   how often what is counted is stored
 * @param organization who reports; empty for the host's name
 * @param from         who they come from; empty for the postmaster of the host's name
 * @param contact      whom to ask about them; empty for {@code from}
 * @param localParts   in lower case: what comes to these addresses of our domains, and to postmaster, may be a report
 * @param keep         how long reports about our domains are kept
 * @param failure      of single messages
 */
public record ReportSettings(boolean dmarc, boolean tls, int hour, Duration spread, Duration writeEvery, Optional<String> organization, Optional<String> from,
        Optional<String> contact, List<String> localParts, Duration keep, Failure failure) {
    private static final int LAST_HOUR = 23;

    /**
     * {@code sterna.trust.reports.failure}.
     *
     * @param enabled whether domains that ask for it are told of messages that fail
     * @param daily   how many messages one organization is told of in a day, by one node
     * @param fields  names of the header fields that are told
     */
    public record Failure(boolean enabled, int daily, List<String> fields) {
        private static final String PATH = "sterna.trust.reports.failure.";
        private static final int MOST_DAILY = 10_000;

        public Failure {
            fields = List.copyOf(fields);
        }

        private static Failure read(SettingsReader settings) {
            boolean enabled = settings.flag(PATH + "enabled");
            if (enabled && !(settings.flag("sterna.trust.spf.check") && settings.flag("sterna.trust.signatures"))) {
                throw settings.wrong(PATH + "enabled", "false, because sterna.trust.spf.check or sterna.trust.signatures is: what is not looked at would be told as a failure");
            }
            return new Failure(enabled, settings.number(PATH + "daily", 1, MOST_DAILY),
                    settings.list(PATH + "fields", "a list of names of header fields, such as [\"From\", \"Date\"]", Failure::fieldName));
        }

        private static String fieldName(String text) {
            if (!text.matches("[A-Za-z][A-Za-z0-9-]{0,63}")) {
                throw new IllegalArgumentException(text);
            }
            return text;
        }
    }

    static ReportSettings read(SettingsReader settings) {
        return new ReportSettings(settings.flag("sterna.trust.reports.dmarc"), settings.flag("sterna.trust.reports.tls"),
                settings.number("sterna.trust.reports.hour", 0, LAST_HOUR),
                settings.duration("sterna.trust.reports.spread", "0 s", "12 h"),
                settings.duration("sterna.trust.reports.write-every", "100 ms", "10 m"),
                text(settings, "organization", "printable ASCII, 100 characters at most", "[ -~]{0,100}"),
                text(settings, "from", "an address, or empty", "([!-;=?A-~]+@[!-;=?A-~]+)?"),
                text(settings, "contact", "an address, or empty", "([!-;=?A-~]+@[!-;=?A-~]+)?"),
                settings.list("sterna.trust.reports.local-parts", "a list of local-parts, such as [\"reports\"]", ReportSettings::localPart),
                settings.duration("sterna.trust.reports.keep", "1 d", "365 d"), Failure.read(settings));
    }

    private static Optional<String> text(SettingsReader settings, String name, String wanted, String pattern) {
        return Optional.of(settings.text("sterna.trust.reports." + name, wanted, text -> text.matches(pattern))).filter(text -> !text.isEmpty());
    }

    private static String localPart(String text) {
        if (!text.matches("[A-Za-z0-9._+-]{1,64}")) {
            throw new IllegalArgumentException(text);
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
