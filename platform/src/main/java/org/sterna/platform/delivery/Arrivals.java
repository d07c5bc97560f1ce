package org.sterna.platform.delivery;

import org.sterna.persistence.blob.Content;
import org.sterna.persistence.queue.QueueEvent.MessageAccepted;

/** Told of messages that a mailbox has taken. Must not block; what it does with them is no part of the delivery. */
@FunctionalInterface
public interface Arrivals {
    /** Nobody wants to know. */
    Arrivals UNHEARD = (forwardPath, accepted, octets) -> { };

    /**
     * May be told more than once of one.
     *
     * @param forwardPath without brackets; what an alias was resolved to
     * @param octets      of the message as it was received
     */
    void delivered(String forwardPath, MessageAccepted accepted, Content octets);
}
