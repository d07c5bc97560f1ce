package org.sterna.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The extensions of SMTP: {@code sterna.smtp.extensions}.
 *
 * @param off               names of extensions that are not offered, in upper case with underscores
 * @param longestHold       how long a submission may ask to wait
 * @param shortestDeliverBy least time within which a message may have to be delivered or returned; zero for no bound
 * @param strangersPriority the highest priority a client without authentication may ask for
 * @param xclientNetworks   who may say for whom it speaks
 */
public record ExtensionSettings(List<String> off, Duration longestHold, Duration shortestDeliverBy, int strangersPriority,
                                List<Network> xclientNetworks) {
    private static final List<String> NAMES = List.of("PIPELINING", "SIZE", "EIGHT_BIT_MIME", "ENHANCED_STATUS_CODES", "DSN", "CHUNKING",
            "BINARY_MIME", "SMTPUTF8", "REQUIRETLS", "DELIVERBY", "FUTURERELEASE", "MT_PRIORITY", "LIMITS", "ETRN");

    static ExtensionSettings read(SettingsReader settings) {
        return new ExtensionSettings(
                settings.list("sterna.smtp.extensions.off", "a list of extensions, such as [\"etrn\", \"mt-priority\"]; there are "
                        + String.join(", ", NAMES).toLowerCase(Locale.ROOT).replace('_', '-'), ExtensionSettings::name),
                settings.duration("sterna.smtp.extensions.longest-hold", "1 m", "365 d"),
                settings.duration("sterna.smtp.extensions.shortest-deliver-by", "0 s", "1 d"),
                settings.number("sterna.smtp.extensions.strangers-priority", -9, 9),
                settings.list("sterna.smtp.extensions.xclient-networks", "a list of networks, such as [\"192.0.2.0/24\"]", Network::parse));
    }

    /** How long any message may wait before its first attempt. */
    Duration longestWait() {
        return off.contains("FUTURERELEASE") ? Duration.ZERO : longestHold;
    }

    private static String name(String text) {
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(text);
        }
        return name;
    }
}
