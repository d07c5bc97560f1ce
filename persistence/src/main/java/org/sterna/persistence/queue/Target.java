package org.sterna.persistence.queue;

import java.util.Optional;
import org.sterna.persistence.identity.MailboxId;

/** Where a recipient's copy goes. A mailbox is resolved before the first attempt, and that one is used ever after. */
public sealed interface Target {
    record LocalMailbox(String account, MailboxId mailbox) implements Target { }

    /**
     * By route or MX; decided anew for each attempt.
     *
     * @param nextHop   {@code host}, {@code host:port} or {@code [address]:port}; goes before route and MX
     * @param forwarded whether the copy was sent to an address of ours and leads out of our domains
     */
    record Relay(String domain, Optional<String> nextHop, boolean forwarded) implements Target {
        /** Not forwarded. */
        public Relay(String domain, Optional<String> nextHop) {
            this(domain, nextHop, false);
        }

        /** By route or MX alone. */
        public static Relay to(String domain) {
            return new Relay(domain, Optional.empty());
        }
    }

    /**
     * An alias or list that leads to others, which are recipients of their own: nothing is sent for it, and it is there for the sender who asked to be told.
     *
     * @param list it took the message over in its own name (RFC 5321 section 3.9.2): for the sender it is delivered; otherwise it is expanded
     *             (RFC 3461 section 5.2.7)
     */
    record Expanded(boolean list) implements Target { }
}
