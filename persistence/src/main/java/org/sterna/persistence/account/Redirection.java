package org.sterna.persistence.account;

import java.util.List;
import java.util.Optional;

/** What an address is that has no account behind it. */
public sealed interface Redirection {
    /**
     * @param targets addresses here or elsewhere, sorted; at least one
     * @param owner   who gets the reports about its copies, which makes it a list (RFC 5321 section 3.9.2); empty for the sender of each
     *                message (section 3.9.1)
     */
    record Alias(List<String> targets, Optional<String> owner) implements Redirection {
        /** Targets of one alias. */
        public static final int MAX_TARGETS = 1_000;

        public Alias {
            targets = List.copyOf(targets);
        }

        /** One without an owner. */
        public Alias(List<String> targets) {
            this(targets, Optional.empty());
        }
    }

    /**
     * A recipient behind a relay: {@code userA => server1}.
     *
     * @param nextHop {@code host}, {@code host:port} or {@code [address]:port}; empty for that of its domain
     */
    record Relayed(Optional<String> nextHop) implements Redirection { }
}
