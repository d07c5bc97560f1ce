package org.sterna.persistence.queue;

import java.util.Optional;
import org.sterna.persistence.identity.MailboxId;

/** Where a recipient's copy goes. A mailbox is resolved before the first attempt, and that one is used ever after. */
public sealed interface Target {
    record LocalMailbox(String account, MailboxId mailbox) implements Target { }

    /**
     * By route or MX; decided anew for each attempt.
     *
     * @param nextHop {@code host}, {@code host:port} or {@code [address]:port}; goes before route and MX
     */
    record Relay(String domain, Optional<String> nextHop) implements Target {
        /** By route or MX alone. */
        public static Relay to(String domain) {
            return new Relay(domain, Optional.empty());
        }
    }
}
