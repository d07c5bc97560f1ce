package org.sterna.platform.routing;

import java.util.List;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.Reply;

/** Where a forward-path leads. */
public sealed interface Routed {
    /** @param legs at least one; no two lead to the same mailbox or the same address elsewhere */
    record Deliver(List<Leg> legs) implements Routed {
        public Deliver {
            legs = List.copyOf(legs);
        }
    }

    /** The domain is none of ours: the caller decides whether the client may relay. */
    record External(Address address) implements Routed { }

    /** @param reply to RCPT; 4yz if the same may be taken later */
    record Refused(Reply reply) implements Routed { }
}
