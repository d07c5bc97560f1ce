package org.sterna.platform.reception;

import java.util.List;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.protocols.address.ForwardPath;

/** Told of each message that is ours. Called from any thread; must neither block nor throw, and what it does holds up nothing. */
@FunctionalInterface
public interface Arrivals {
    /** Nobody wants to know. */
    Arrivals UNHEARD = arrived -> { };

    /**
     * A message that was accepted.
     *
     * @param recipients as they were given, before aliases are followed
     * @param octets     where they are; as received
     * @param atHand     the octets if they are inline; not to be changed
     */
    record Arrived(List<ForwardPath> recipients, OctetsPlace octets, byte[] atHand) { }

    void arrived(Arrived message);
}
