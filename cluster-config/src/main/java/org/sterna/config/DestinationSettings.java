package org.sterna.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked of the traffic to other servers: {@code sterna.destinations}.
 *
 * @param connections           to one destination at one time
 * @param messagesPerConnection after which a connection is closed
 * @param recipientsPerMessage  in one transaction
 * @param idle                  how long a connection without work is kept
 * @param rates                 for each destination
 * @param rules                 that differ; the first that fits counts
 * @param grant                 how long a node may work by what it was granted
 * @param failures              in a row, after which a destination is down
 * @param firstPause            until the first probe
 * @param longestPause          between later ones
 * @param slowStart             connections to a destination that is new or just back
 */
public record DestinationSettings(int connections, int messagesPerConnection, int recipientsPerMessage, Duration idle, List<Rate> rates,
                                  List<Rule> rules, Duration grant, int failures, Duration firstPause, Duration longestPause, int slowStart) {
    private static final String PATH = "sterna.destinations.";
    private static final int MOST_CONNECTIONS = 100_000;
    private static final Set<String> KEYS = Set.of("name", "match", "mx", "source", "connections", "messages-per-connection", "recipients-per-message",
            "idle", "rates", "sources", "first-retry", "longest-retry", "lifetime");
    private static final Pattern MATCH = Pattern.compile("\\*|(\\*?\\.)?[^\\s@*\\[\\].]+(\\.[^\\s@*\\[\\].]+)*\\.?|\\[[^\\s\\]]+\\](:\\d+)?");
    private static final Pattern MX = Pattern.compile("(\\*?\\.)?[^\\s@*\\[\\].:]+(\\.[^\\s@*\\[\\].:]+)*\\.?");
    private static final Pattern NAME = Pattern.compile("[\\w.-]{1,100}");
    private static final String RATES = "a list such as [\"100 messages per 1 m\", \"5 connections per 10 s\"], in times from 1 s to 1 d";

    /**
     * At most so many in a time, written as {@code 100 messages per 1 m}.
     *
     * @param count 1 to 999999999
     * @param per   1 s to 1 d
     */
    public record Rate(What what, int count, Duration per) {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s+(message|connection)s?\\s+per\\s+(\\d{1,5})\\s*(s|m|h|d)");

        /** What is counted. */
        public enum What { CONNECTIONS, MESSAGES }

        /** @throws IllegalArgumentException when count or time is out of its range */
        public Rate {
            if (count < 1 || per.compareTo(Duration.ofSeconds(1)) < 0 || per.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(count + " in " + per);
            }
        }

        static Rate parse(String text) {
            Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (!form.matches()) {
                throw new IllegalArgumentException(text);
            }
            return new Rate(form.group(2).equals("message") ? What.MESSAGES : What.CONNECTIONS, Integer.parseInt(form.group(1)),
                    Bounds.duration(form.group(3) + " " + form.group(4)));
        }
    }

    /** For what a rule is. */
    public enum Subject {
        /** Each of the destinations that match, for itself. */
        DESTINATIONS,
        /** All destinations whose MX hosts have these names, together. */
        PROVIDER,
        /** Each of the addresses that connections come from, for itself. */
        SOURCES
    }

    /**
     * What differs from the defaults for some; empty where it does not.
     *
     * @param name      of a provider
     * @param patterns  names of domains, next hops or MX hosts, {@code *.example.com} or {@code .example.com} for all below, {@code *}; or addresses. In lower case.
     * @param rates     in place of the defaults, not beside them
     * @param sources   a pool of {@code sterna.relay.sources.pools}
     */
    public record Rule(Subject subject, String name, List<String> patterns, OptionalInt connections, OptionalInt messagesPerConnection,
                       OptionalInt recipientsPerMessage, Optional<Duration> idle, Optional<List<Rate>> rates, Optional<String> sources,
                       Optional<Duration> firstRetry, Optional<Duration> longestRetry, Optional<Duration> lifetime) { }

    static DestinationSettings read(SettingsReader settings) {
        Duration first = settings.duration(PATH + "first-pause", "100 ms", "1 d");
        Duration longest = settings.duration(PATH + "longest-pause", "100 ms", "1 d");
        if (longest.compareTo(first) < 0) {
            throw settings.wrong(PATH + "longest-pause", "at least " + PATH + "first-pause");
        }
        Set<String> pools = SourceSettings.read(settings).pools().keySet();
        Set<String> providers = new HashSet<>();
        return new DestinationSettings(settings.number(PATH + "connections", 1, MOST_CONNECTIONS),
                settings.number(PATH + "messages-per-connection", 1, 1_000_000), settings.number(PATH + "recipients-per-message", 1, 100_000),
                settings.duration(PATH + "idle", "0 s", "5 m"), settings.list(PATH + "rates", RATES, Rate::parse),
                settings.groups(PATH + "rules", KEYS, group -> rule(group, pools, providers)),
                settings.duration(PATH + "grant", "500 ms", "1 m"), settings.number(PATH + "failures", 1, 1000), first, longest,
                settings.number(PATH + "slow-start", 1, 1000));
    }

    private static Rule rule(SettingsGroup group, Set<String> pools, Set<String> providers) {
        List<String> match = group.list("match", "a list of domains, *.domains, next hops or *", text -> matching(MATCH, text));
        List<String> mx = group.list("mx", "a list of names of MX hosts, such as [\"*.google.com\"]", text -> matching(MX, text));
        List<String> source = group.list("source", "a list of addresses of this machine", DestinationSettings::address);
        if (List.of(match, mx, source).stream().filter(patterns -> !patterns.isEmpty()).count() != 1) {
            throw group.wrong("match", "there, or mx or source in its place: one of them");
        }
        Subject subject = !match.isEmpty() ? Subject.DESTINATIONS : !mx.isEmpty() ? Subject.PROVIDER : Subject.SOURCES;
        Optional<String> name = group.value("name", "letters, digits, \".\", \"_\" and \"-\"", text -> matching(NAME, text));
        if (subject == Subject.PROVIDER && !providers.add(name.orElseThrow(() -> group.wrong("name", "there, because mx is")))) {
            throw group.wrong("name", "different from those of the other rules with mx");
        }
        if (subject != Subject.DESTINATIONS) {
            for (String key : List.of("messages-per-connection", "recipients-per-message", "idle", "sources", "first-retry", "longest-retry", "lifetime")) {
                if (group.text(key).isPresent()) {
                    throw group.wrong(key, "in a rule with match; those with mx or source have connections and rates");
                }
            }
        }
        List<Rate> rates = group.list("rates", RATES, Rate::parse);
        boolean overridden = !rates.isEmpty() || group.has("rates");
        return new Rule(subject, name.orElse(""), !match.isEmpty() ? match : !mx.isEmpty() ? mx : source,
                number(group, "connections", MOST_CONNECTIONS), number(group, "messages-per-connection", 1_000_000),
                number(group, "recipients-per-message", 100_000), duration(group, "idle", "0 s", "5 m"),
                overridden ? Optional.of(rates) : Optional.empty(),
                group.value("sources", "a name in sterna.relay.sources.pools", text -> known(pools, text)),
                duration(group, "first-retry", "100 ms", "1 d"), duration(group, "longest-retry", "100 ms", "7 d"),
                duration(group, "lifetime", "1 s", "14 d"));
    }

    private static OptionalInt number(SettingsGroup group, String key, int most) {
        return group.value(key, "a whole number from 1 to " + most, text -> {
            int value = Integer.parseInt(text);
            if (value < 1 || value > most) {
                throw new IllegalArgumentException(text);
            }
            return value;
        }).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static Optional<Duration> duration(SettingsGroup group, String key, String least, String most) {
        return group.value(key, "a duration from " + least + " to " + most + ", such as 500 ms, 30 s, 5 m, 4 h, 2 d", text -> {
            if (!text.matches("\\d{1,9}\\s*(ms|s|m|h|d)")) {
                throw new IllegalArgumentException(text);
            }
            Duration value = Bounds.duration(text);
            if (value.compareTo(Bounds.duration(least)) < 0 || value.compareTo(Bounds.duration(most)) > 0) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    private static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** In the one form that Java prints. */
    private static String address(String text) {
        return SourceSettings.address(text).getHostAddress();
    }

    private static String known(Set<String> names, String text) {
        if (!names.contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
