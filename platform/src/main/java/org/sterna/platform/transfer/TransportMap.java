package org.sterna.platform.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sterna.config.TransportRule;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;

/** The rules of {@code sterna.relay.transports}, found by what they match. Immutable. */
public final class TransportMap {
    /** No rules: MX hosts. */
    public static final TransportMap EMPTY = of(List.of(), 25);
    private static final String ALL = "*";

    /** A rule, read. */
    record Entry(TransportTarget target, Transport.TlsDemand tls, Optional<String> credentials, Optional<String> sources, List<String> from) { }

    private final Map<String, List<Entry>> entries = new HashMap<>();

    private TransportMap() { }

    /**
     * Reads rules.
     *
     * @param smtpPort of hosts without port
     * @throws IllegalArgumentException with the text that leads nowhere
     */
    public static TransportMap of(List<TransportRule> rules, int smtpPort) {
        TransportMap map = new TransportMap();
        for (TransportRule rule : rules) {
            TransportTarget target = TransportTarget.parse(rule.to(), smtpPort).orElseThrow(() ->
                    new IllegalArgumentException("sterna.relay.transports: \"" + rule.to() + "\" leads nowhere"));
            Entry entry = new Entry(target, tls(rule, target), rule.credentials(), rule.sourcePool(), rule.from());
            List<String> keys = rule.match().isEmpty() ? List.of(ALL) : rule.match();
            keys.forEach(key -> map.entries.computeIfAbsent(key, unused -> new ArrayList<>()).add(entry));
        }
        return map;
    }

    private static Transport.TlsDemand tls(TransportRule rule, TransportTarget target) {
        boolean implicit = target instanceof TransportTarget.Hop hop && hop.implicitTls();
        Transport.TlsDemand.Level level = rule.tls().map(each -> Transport.TlsDemand.Level.valueOf(each.name()))
                .orElse(implicit ? Transport.TlsDemand.Level.ENCRYPT : Transport.TlsDemand.Level.MAY);
        if (implicit && level.compareTo(Transport.TlsDemand.Level.ENCRYPT) < 0) {
            level = Transport.TlsDemand.Level.ENCRYPT;              // from the first octet there is nothing to fall back to
        }
        return new Transport.TlsDemand(level, implicit, rule.identity());
    }

    /**
     * The rule for a recipient: by address, domain, {@code .domain}, sender, {@code *}, in this order; among those that match alike one for the
     * sender goes before one for all, then the earlier.
     *
     * @param senders as {@link SenderKeys} has them
     */
    Optional<Entry> find(ForwardPath recipient, String domain, List<String> senders) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        if (recipient instanceof Address address) {
            keys.add(SenderKeys.text(address));
        }
        keys.addAll(SenderKeys.ofDomain(domain));
        keys.add(ALL);
        return keys.stream().flatMap(key -> best(entries.getOrDefault(key, List.of()), senders).stream()).findFirst();
    }

    private static Optional<Entry> best(List<Entry> candidates, List<String> senders) {
        for (String sender : senders) {
            for (Entry each : candidates) {
                if (each.from().contains(sender)) {
                    return Optional.of(each);
                }
            }
        }
        return candidates.stream().filter(each -> each.from().isEmpty()).findFirst();
    }
}
