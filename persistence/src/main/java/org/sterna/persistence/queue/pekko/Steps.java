package org.sterna.persistence.queue.pekko;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.Slice;

/**
 * Orders of operators that children carry out, in the order in which they came, and who waits for them. They are not stored: whoever gave
 * them learns by the missing answer that he has to give them again.
 */
final class Steps {
    private record Step(Set<QueueId> open, QueueSliceEntity.Acted answer, ActorRef<QueueSliceEntity.Acted> replyTo) { }

    private final Map<QueueId, Order> orders = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** They are carried out as soon as the message is in no attempt; the answer does not wait for those that are in one now. */
    void add(Collection<QueueId> ids, Order order, Predicate<QueueId> running, QueueSliceEntity.Acted answer, ActorRef<QueueSliceEntity.Acted> replyTo) {
        Set<QueueId> open = new HashSet<>(ids);
        open.removeIf(running);
        ids.forEach(id -> orders.put(id, order));
        if (open.isEmpty()) {
            replyTo.tell(answer);
        } else {
            steps.add(new Step(open, answer, replyTo));
        }
    }

    /** Starts the first order whose message is in no attempt. */
    Optional<Slice.Start> start(Slice slice) {
        for (Iterator<Map.Entry<QueueId, Order>> all = orders.entrySet().iterator(); all.hasNext();) {
            Map.Entry<QueueId, Order> each = all.next();
            Optional<Slice.Start> start = slice.start(each.getKey(), each.getValue());
            if (start.isPresent()) {
                all.remove();
                return start;
            }
        }
        return Optional.empty();
    }

    /** What was started has ended. An order that came meanwhile is still to be carried out, if the message is still here. */
    void ended(QueueId id, Slice slice) {
        if (slice.holds(id) && orders.containsKey(id)) {
            return;
        }
        orders.remove(id);
        for (Iterator<Step> all = steps.iterator(); all.hasNext();) {
            Step step = all.next();
            if (step.open().remove(id) && step.open().isEmpty()) {
                all.remove();
                step.replyTo().tell(step.answer());
            }
        }
    }

    void clear() {
        orders.clear();
        steps.clear();
    }
}
