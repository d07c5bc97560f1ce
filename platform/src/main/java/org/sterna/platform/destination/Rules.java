package org.sterna.platform.destination;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sterna.config.DestinationSettings;
import org.sterna.config.DestinationSettings.Rule;
import org.sterna.config.DestinationSettings.Subject;
import org.sterna.persistence.destination.Limits;
import org.sterna.persistence.destination.Rate;

/** The rules for destinations, providers and source addresses, made of settings. Immutable: others take their place as a whole. */
public final class Rules {
    /** Of what no rule limits. */
    private static final int UNLIMITED = 1_000_000;

    private final DestinationSettings settings;
    private final Map<String, List<InetAddress>> pools;
    private final NameTable destinations = new NameTable();
    private final NameTable mxHosts = new NameTable();
    private final Map<QuotaKey, Rule> shared = new HashMap<>();
    private final DestinationRule usual;

    private Rules(DestinationSettings settings, Map<String, List<InetAddress>> pools) {
        this.settings = settings;
        this.pools = pools;
        this.usual = new DestinationRule(settings.connections(), settings.messagesPerConnection(), rates(settings.rates()),
                settings.recipientsPerMessage(), settings.idle(), List.of(),
                new DestinationRule.Retry(Optional.empty(), Optional.empty(), Optional.empty()));
        for (int i = 0; i < settings.rules().size(); i++) {
            Rule rule = settings.rules().get(i);
            if (rule.subject() == Subject.DESTINATIONS) {
                destinations.add(rule.patterns(), i);
            } else if (rule.subject() == Subject.PROVIDER) {
                mxHosts.add(rule.patterns(), i);
                shared.put(provider(rule), rule);
            } else {
                rule.patterns().forEach(address -> shared.putIfAbsent(new QuotaKey(QuotaKey.Kind.SOURCE, address), rule));
            }
        }
    }

    /** @param pools of source addresses, by the names that rules use */
    public static Rules of(DestinationSettings settings, Map<String, List<InetAddress>> pools) {
        return new Rules(settings, pools);
    }

    private static QuotaKey provider(Rule rule) {
        return new QuotaKey(QuotaKey.Kind.PROVIDER, rule.name().toLowerCase(Locale.ROOT));
    }

    /** For a destination: of the first rule that fits, and the defaults for what it leaves open. */
    DestinationRule rule(String destination) {
        String name = destination.toLowerCase(Locale.ROOT);
        OptionalInt found = destinations.find(name);
        if (name.matches(".+:\\d+")) {                                  // a next hop: rules may name its host alone
            OptionalInt host = destinations.find(name.substring(0, name.lastIndexOf(':')));
            found = found.isEmpty() || host.isPresent() && host.getAsInt() < found.getAsInt() ? host : found;
        }
        return found.isEmpty() ? usual : rule(settings.rules().get(found.getAsInt()));
    }

    private DestinationRule rule(Rule rule) {
        return new DestinationRule(rule.connections().orElse(usual.connections()), rule.messagesPerConnection().orElse(usual.messagesPerConnection()),
                rule.rates().map(Rules::rates).orElse(usual.rates()), rule.recipientsPerMessage().orElse(usual.recipientsPerMessage()),
                rule.idle().orElse(usual.idle()),
                rule.sources().map(pool -> pools.getOrDefault(pool, List.of()).stream().map(InetAddress::getHostAddress).toList()).orElse(List.of()),
                new DestinationRule.Retry(rule.firstRetry(), rule.longestRetry(), rule.lifetime()));
    }

    List<QuotaKey> providers(List<String> hosts) {
        List<QuotaKey> keys = new ArrayList<>();
        for (String host : hosts) {
            String name = host.toLowerCase(Locale.ROOT);
            mxHosts.find(name.endsWith(".") ? name.substring(0, name.length() - 1) : name).ifPresent(rule -> {
                QuotaKey key = provider(settings.rules().get(rule));
                if (!keys.contains(key)) {
                    keys.add(key);
                }
            });
        }
        return keys;
    }

    /** What is asked for, for this key. Only destinations have a health of their own. */
    Limits limits(QuotaKey key) {
        if (key.kind() == QuotaKey.Kind.DESTINATION) {
            DestinationRule rule = rule(key.name());
            return new Limits(rule.connections(), stored(rule.rates()), settings.grant(), Optional.of(new Limits.Watch(settings.failures(),
                    settings.firstPause(), settings.longestPause(), settings.slowStart())));
        }
        Optional<Rule> rule = Optional.ofNullable(shared.get(key));
        return new Limits(rule.map(Rule::connections).orElse(OptionalInt.empty()).orElse(UNLIMITED),
                stored(rates(rule.flatMap(Rule::rates).orElse(List.of()))), settings.grant(), Optional.empty());
    }

    private static List<DestinationRule.Rate> rates(List<DestinationSettings.Rate> rates) {
        return rates.stream().map(rate -> new DestinationRule.Rate(DestinationRule.Rate.What.valueOf(rate.what().name()), rate.count(), rate.per())).toList();
    }

    private static List<Rate> stored(List<DestinationRule.Rate> rates) {
        return rates.stream().map(rate -> new Rate(Rate.What.valueOf(rate.what().name()), rate.count(), rate.per())).toList();
    }
}
