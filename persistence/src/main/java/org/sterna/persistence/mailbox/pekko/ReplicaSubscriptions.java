package org.sterna.persistence.mailbox.pekko;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.Update;

/**
 * The replicas that follow one mailbox. One on the entity's own node is given states, which cost nothing there; one on
 * another node is given events, and reads what it misses from the journal. Belongs to the entity's actor.
 */
final class ReplicaSubscriptions {
    /** Who was not heard of for so long is forgotten. */
    static final Duration LIFE = Duration.ofSeconds(30);

    private final Map<ActorRef<Update>, Long> heard = new HashMap<>();

    void subscribe(MailboxEntity.Subscribe subscribe, Mailbox state, long nanoTime) {
        heard.values().removeIf(at -> nanoTime - at > LIFE.toNanos());
        heard.put(subscribe.replica(), nanoTime);
        tell(subscribe.replica(), state, subscribe.question());
    }

    private static boolean isHere(ActorRef<Update> replica) {
        return replica.path().address().hasLocalScope();
    }

    private static void tell(ActorRef<Update> replica, Mailbox state, long question) {
        replica.tell(isHere(replica) ? new MailboxEntity.Snapshot(state, question) : new MailboxEntity.Following(state.events(), question));
    }

    /** The entity has recovered: a replica that followed its former life may have missed something. */
    void recovered(Mailbox state) {
        heard.keySet().forEach(replica -> tell(replica, state, 0));
    }

    /** Events have become durable, the last of which led to this state. */
    void publish(Mailbox state, List<MailboxEvent> events) {
        if (heard.isEmpty()) {
            return;
        }
        List<MailboxEvent> told = events.stream().map(ReplicaSubscriptions::withoutRow).toList();
        MailboxEntity.Became became = new MailboxEntity.Became(state, told);
        MailboxEntity.Happened happened = new MailboxEntity.Happened(state.events() - events.size() + 1, told);
        heard.keySet().forEach(replica -> replica.tell(isHere(replica) ? became : happened));
    }

    /** Octets and summaries are read from the store; they do not travel. */
    private static MailboxEvent withoutRow(MailboxEvent event) {
        return event instanceof MailboxEvent.MessageAdded added ? added.withoutRow() : event;
    }

    /** The entity stops, perhaps to go on elsewhere. */
    void leave() {
        heard.keySet().forEach(replica -> replica.tell(new MailboxEntity.Left()));
    }
}
