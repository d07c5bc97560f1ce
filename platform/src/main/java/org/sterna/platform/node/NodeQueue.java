package org.sterna.platform.node;

import java.util.List;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.delivery.MessageQueue;

/** The first attempts of a running node. */
record NodeQueue(MessageQueue queue) implements FirstAttempts {
    @Override
    public List<WaitingMessage> messages() {
        return queue.activeMessages();
    }

    @Override
    public boolean order(QueueId id, Order order) {
        return queue.order(id, order);
    }
}
