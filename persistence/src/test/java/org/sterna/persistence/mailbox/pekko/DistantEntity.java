package org.sterna.persistence.mailbox.pekko;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * An entity as seen from another node: what it tells a replica there travels as numbers and events, and can be lost on the
 * way. Threads: the replica's, the entity's and the test's.
 */
final class DistantEntity implements Consumer<MailboxEntity.Message> {
    private final ActorTestKit kit;
    private final Map<ActorRef<MailboxEntity.Update>, ActorRef<MailboxEntity.Update>> wires = new HashMap<>();
    private int subscriptions;
    private ActorRef<MailboxEntity.Message> entity;
    private boolean isCut;
    private long lost = -1;

    DistantEntity(ActorTestKit kit, ActorRef<MailboxEntity.Message> entity) {
        this.kit = kit;
        this.entity = entity;
    }

    /** The entity goes on in another life. */
    synchronized void is(ActorRef<MailboxEntity.Message> next) {
        entity = next;
    }

    /** Whether what the entity tells is lost; what it is asked always comes through. */
    synchronized void cut(boolean cut) {
        isCut = cut;
    }

    /** Returns when all is lost that the entity has told a replica up to this event. */
    void awaitLost(long event) {
        Await.until("what was told is lost", () -> {
            synchronized (this) {
                return lost >= event;
            }
        });
    }

    /** How often replicas have subscribed. */
    synchronized int subscriptions() {
        return subscriptions;
    }

    @Override
    public synchronized void accept(MailboxEntity.Message message) {
        MailboxEntity.Subscribe subscribe = (MailboxEntity.Subscribe) message;
        subscriptions++;
        ActorRef<MailboxEntity.Update> wire = wires.computeIfAbsent(subscribe.replica(), replica -> kit.spawn(Behaviors.receiveMessage(update -> {
            carry(update, replica);
            return Behaviors.same();
        })));
        entity.tell(new MailboxEntity.Subscribe(wire, subscribe.question()));
    }

    private synchronized void carry(MailboxEntity.Update update, ActorRef<MailboxEntity.Update> replica) {
        if (isCut) {
            lost = Math.max(lost, update instanceof MailboxEntity.Became became ? became.state().events() : lost);
            return;
        }
        if (update instanceof MailboxEntity.Snapshot snapshot) {
            replica.tell(new MailboxEntity.Following(snapshot.state().events(), snapshot.question()));
        } else if (update instanceof MailboxEntity.Became became) {
            replica.tell(new MailboxEntity.Happened(became.state().events() - became.events().size() + 1, became.events()));
        } else {
            replica.tell(update);
        }
    }
}
