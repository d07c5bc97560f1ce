package org.sterna.platform.node;

import java.util.List;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.WaitingMessage;

/** The messages in their first attempt on this node: no slice knows them yet. */
interface FirstAttempts {
    List<WaitingMessage> messages();

    /** @return false if the message is not in its first attempt here, any more */
    boolean order(QueueId id, Order order);
}
