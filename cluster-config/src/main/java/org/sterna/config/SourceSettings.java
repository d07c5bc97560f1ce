package org.sterna.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The addresses that connections come from: {@code sterna.relay.sources}.
 *
 * @param pools    by name
 * @param bySender who gets which pool; the first that fits counts
 */
public record SourceSettings(Map<String, List<InetAddress>> pools, List<BySender> bySender) {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern SENDER = Pattern.compile("<>|[^\\s@]+@[^\\s@]+|\\.?[^\\s@*]+");

    /**
     * A pool for some senders.
     *
     * @param match accounts, {@code user@example.org}, {@code example.org}, {@code .example.org}, {@code <>}; in lower case
     */
    public record BySender(List<String> match, String pool) { }

    static SourceSettings read(SettingsReader settings) {
        Map<String, List<InetAddress>> pools = settings.lists("sterna.relay.sources.pools",
                "a list of addresses of this machine, such as [\"192.0.2.1\", \"2001:db8::1\"]", SourceSettings::address);
        List<BySender> bySender = settings.groups("sterna.relay.sources.by-sender", Set.of("match", "pool"), group -> new BySender(
                group.list("match", "a list of accounts, addresses, domains, .domains or <>", SourceSettings::sender),
                group.text("pool").filter(pools::containsKey).orElseThrow(() -> group.wrong("pool", "a name in sterna.relay.sources.pools"))));
        return new SourceSettings(pools, bySender);
    }

    static InetAddress address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String sender(String text) {
        if (!SENDER.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
