package org.sterna.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One entry of {@code sterna.relay.transports}; where several fit, the recipient's address goes before its domain, that before {@code .domain},
 * that before rules for senders alone, those before {@code *}.
 *
 * @param match       recipients: {@code user@example.com}, {@code example.com}, {@code .example.com} for what is below it, {@code *}; empty for all
 * @param from        senders: an account, {@code user@example.org}, {@code example.org}, {@code .example.org}, {@code <>}; empty for all
 * @param to          where it goes, as the transport map reads it
 * @param tls         empty for {@link Tls#MAY}
 * @param credentials a name in {@code sterna.relay.credentials}
 * @param identity    a name in {@code sterna.relay.identities}
 * @param sourcePool  a name in {@code sterna.relay.sources.pools}
 */
public record TransportRule(List<String> match, List<String> from, String to, Optional<Tls> tls, Optional<String> credentials,
        Optional<String> identity, Optional<String> sourcePool) {
    /** How much TLS. */
    public enum Tls { NONE, MAY, ENCRYPT, VERIFY }

    private static final Set<String> KEYS = Set.of("match", "from", "to", "tls", "credentials", "identity", "source-pool");
    private static final Pattern MATCH = Pattern.compile("\\*|[^\\s@]+@[^\\s@]+|\\.?[^\\s@*]+|\\[[^\\s\\]]+\\]");
    private static final Pattern FROM = Pattern.compile("<>|[^\\s@]+@[^\\s@]+|\\.?[^\\s@*]+");

    static List<TransportRule> read(SettingsReader settings) {
        return settings.groups("sterna.relay.transports", KEYS, TransportRule::read);
    }

    private static TransportRule read(SettingsGroup group) {
        List<String> match = group.list("match", "a list of addresses, domains, .domains or *", text -> matching(MATCH, text));
        List<String> from = group.list("from", "a list of accounts, addresses, domains, .domains or <>", text -> matching(FROM, text));
        if (match.isEmpty() && from.isEmpty()) {
            throw group.wrong("match", "there, or from");
        }
        return new TransportRule(match, from, group.text("to").orElseThrow(() -> group.wrong("to", "there")),
                group.choice("tls", Tls.values()), group.text("credentials"), group.text("identity"), group.text("source-pool"));
    }

    private static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
