package org.sterna.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Policies of MTA-STS: {@code sterna.mta-sts}.
 *
 * @param obeyed    whether other domains' are
 * @param fetchPort of the web servers that have them
 * @param caFile    PEM certificates of the authorities that are trusted; empty for those of the system
 * @param timeout   of one fetch
 * @param refresh   how old a policy may be before it is fetched again
 * @param retry     how long a fetch that failed is not repeated
 */
public record StsSettings(boolean obeyed, int fetchPort, Optional<Path> caFile, Duration timeout, Duration refresh, Duration retry, Serving serving) {
    /** How sure senders have to be; as in a policy. */
    public enum Mode { NONE, TESTING, ENFORCE }

    /**
     * Those of our own domains.
     *
     * @param port   0 for none
     * @param mode   of domains that are named in no list
     * @param maxAge how long senders keep one
     */
    public record Serving(String host, int port, Mode mode, List<String> enforce, List<String> testing, List<String> none, Duration maxAge) {
        /** The mode of one domain of ours. */
        public Mode mode(String domain) {
            String name = domain.toLowerCase(Locale.ROOT);
            return enforce.contains(name) ? Mode.ENFORCE : testing.contains(name) ? Mode.TESTING : none.contains(name) ? Mode.NONE : mode;
        }

        private static Serving read(SettingsReader settings) {
            return new Serving(
                    settings.text("sterna.mta-sts.serve.host", "an address", text -> !text.isEmpty()),
                    settings.number("sterna.mta-sts.serve.port", 0, 65_535),
                    settings.choice("sterna.mta-sts.serve.mode", Mode.values()),
                    domains(settings, "sterna.mta-sts.serve.enforce"), domains(settings, "sterna.mta-sts.serve.testing"),
                    domains(settings, "sterna.mta-sts.serve.none"),
                    settings.duration("sterna.mta-sts.serve.max-age", "1 m", "365 d"));
        }

        private static List<String> domains(SettingsReader settings, String path) {
            return settings.list(path, "a list of domains", text -> text.toLowerCase(Locale.ROOT));
        }
    }

    static StsSettings read(SettingsReader settings) {
        return new StsSettings(
                settings.flag("sterna.mta-sts.obey"),
                settings.number("sterna.mta-sts.fetch-port", 1, 65_535),
                settings.file("sterna.mta-sts.ca-file"),
                settings.duration("sterna.mta-sts.timeout", "100 ms", "5 m"),
                settings.duration("sterna.mta-sts.refresh", "1 s", "30 d"),
                settings.duration("sterna.mta-sts.retry", "1 s", "1 d"),
                Serving.read(settings));
    }
}
