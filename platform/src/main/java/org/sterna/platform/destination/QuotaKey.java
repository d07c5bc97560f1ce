package org.sterna.platform.destination;

import java.util.Locale;

/**
 * What has limits cluster-wide, and a Destination entity that keeps them.
 *
 * @param name of a domain or next hop in lower case, of a provider rule, or a source address
 */
public record QuotaKey(Kind kind, String name) {
    /** What the name is of. */
    public enum Kind {
        /** A recipient domain, or a next hop as {@code host:port}. */
        DESTINATION,
        /** The hosts of a rule that matches names of MX hosts. */
        PROVIDER,
        /** An address that connections come from. */
        SOURCE
    }

    /**
     * Reads an {@link #entityId}, or the name of a destination alone.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static QuotaKey parse(String text) {
        String[] words = text.strip().split("\\s+");
        if (words.length == 1 && !words[0].isEmpty()) {
            return new QuotaKey(Kind.DESTINATION, words[0].toLowerCase(Locale.ROOT));
        } else if (words.length == 2) {
            return new QuotaKey(Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), words[1].toLowerCase(Locale.ROOT));
        }
        throw new IllegalArgumentException(text + " must be the name of a destination, or destination, provider or source and a name");
    }

    /** The id of its entity. */
    public String entityId() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + name;
    }
}
