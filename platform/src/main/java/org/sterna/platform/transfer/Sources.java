package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sterna.config.SourceSettings;
import org.sterna.protocols.address.ReversePath;

/** The addresses of this machine that a connection may come from. Thread-safe; replaced as a whole. */
public final class Sources {
    /** The machine chooses. */
    public static final Sources ANY = of(new SourceSettings(Map.of(), List.of()));
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private volatile SourceSettings settings;

    private Sources(SourceSettings settings) {
        this.settings = settings;
    }

    public static Sources of(SourceSettings settings) {
        return new Sources(settings);
    }

    /** From here on these count. */
    public void replace(SourceSettings other) {
        settings = other;
    }

    /**
     * The addresses to come from: of the transport's pool, or that of the sender, or those of the destination's rule.
     *
     * @param ofRule names of pools, or addresses
     * @return empty if any address will do
     */
    List<InetAddress> of(Transport.Host transport, Optional<String> account, ReversePath sender, List<String> ofRule) {
        SourceSettings now = settings;
        Optional<List<InetAddress>> pool = transport.sources().map(name -> now.pools().getOrDefault(name, List.of()));
        if (pool.isEmpty() && !now.bySender().isEmpty()) {
            List<String> keys = SenderKeys.of(account, sender);
            pool = now.bySender().stream().filter(each -> each.match().stream().anyMatch(keys::contains)).findFirst()
                    .map(each -> now.pools().getOrDefault(each.pool(), List.of()));
        }
        return pool.orElseGet(() -> {
            List<InetAddress> addresses = new ArrayList<>();
            ofRule.forEach(name -> addresses.addAll(now.pools().containsKey(name) ? now.pools().get(name) : literal(name)));
            return addresses;
        });
    }

    private static List<InetAddress> literal(String text) {
        try {
            return LITERAL.matcher(text).matches() ? List.of(InetAddress.getByName(text)) : List.of();
        } catch (UnknownHostException malformed) {
            return List.of();
        }
    }
}
