package org.sterna.platform.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sterna.platform.destination.Quota;
import org.sterna.platform.destination.QuotaKey;
import org.sterna.platform.destination.Quotas;
import org.sterna.protocols.smtp.Outcome;

/** What an attempt learns of its destination and of the providers whose hosts it tried: said to their quotas. Its attempt locks. */
final class AttemptHealth {
    private static final int SERVICE_CLOSES = 421;

    private final Function<QuotaKey, Optional<Quota>> quotas;
    private final QuotaKey destination;
    private final Map<String, List<QuotaKey>> providers = new HashMap<>();
    private final Map<QuotaKey, String> failures = new HashMap<>();
    private final Set<QuotaKey> reached = new HashSet<>();

    /** @param quotas empty for attempts that say nothing of it */
    AttemptHealth(Function<QuotaKey, Optional<Quota>> quotas, String destination) {
        this.quotas = quotas;
        this.destination = new QuotaKey(QuotaKey.Kind.DESTINATION, destination);
    }

    /** These are the hosts. */
    void hosts(List<String> names, Quotas all) {
        names.forEach(name -> providers(name, all));
    }

    /** The provider keys of one host. */
    List<QuotaKey> providers(String host, Quotas all) {
        return providers.computeIfAbsent(host, name -> List.copyOf(all.providers(List.of(name))));
    }

    /**
     * A host was tried.
     *
     * @param reached   it takes messages
     * @param demanding the message asked more of it than others do: that it cannot says nothing of others
     */
    void tried(String host, boolean reached, Collection<Outcome> outcomes, boolean demanding) {
        Optional<String> closes = outcomes.stream().filter(Outcome.Deferred.class::isInstance).map(Outcome.Deferred.class::cast)
                .filter(each -> each.reply().filter(reply -> reply.code() == SERVICE_CLOSES).isPresent()).map(Outcome.Deferred::reason).findFirst();
        for (QuotaKey key : keys(host)) {
            if (reached && closes.isEmpty()) {
                this.reached.add(key);
                quotas.apply(key).ifPresent(Quota::succeeded);
            } else if (closes.isPresent()) {
                failures.put(key, closes.get());
            } else if (!demanding) {
                outcomes.stream().findFirst().ifPresent(outcome -> failures.put(key, reason(outcome)));
            }
        }
    }

    private List<QuotaKey> keys(String host) {
        List<QuotaKey> keys = new ArrayList<>(providers.getOrDefault(host, List.of()));
        keys.add(destination);
        return keys;
    }

    private static String reason(Outcome outcome) {
        return outcome instanceof Outcome.Deferred deferred ? deferred.reason() : outcome instanceof Outcome.Failed failed ? failed.reason() : "no host";
    }

    /** No host was even found. */
    void unreachable(String reason) {
        failures.put(destination, reason);
    }

    /** The attempt is over: who failed and served nobody else has failed. */
    void report() {
        failures.forEach((key, reason) -> {
            if (!reached.contains(key)) {
                quotas.apply(key).ifPresent(quota -> quota.failed(reason));
            }
        });
    }
}
