package org.sterna.platform.routing;

import java.util.List;
import java.util.Optional;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.Reply;

/** What stands behind one address, nothing followed yet. */
sealed interface Found {
    record Mailbox(AddressEntry account) implements Found { }

    /**
     * An alias, a catch-all, or whoever reads the postmaster's mail.
     *
     * @param owner of the alias, which is a list then
     */
    record Further(List<Address> targets, Optional<String> owner) implements Found {
        Further(List<Address> targets) {
            this(targets, Optional.empty());
        }
    }

    /** @param nextHop empty for route or MX */
    record Elsewhere(Optional<String> nextHop) implements Found { }

    /** @param reply of 5yz, or of 4yz if it may be there later */
    record Nobody(Reply reply) implements Found { }
}
