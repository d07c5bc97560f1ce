package org.sterna.persistence.mailbox.pekko;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;

/**
 * A session that is attached to a replica, and what it was told. It is told nothing before the entity has answered a question that was asked when the session
 * was there: its client may have been told of more by another node. Belongs to the replica's actor.
 */
final class Viewer {
    private final ActorRef<MailboxView> session;
    private final long question;
    private final Runnable onTaken;
    private long least = Long.MAX_VALUE;
    private boolean isUnderWay;
    private long told = -1;

    /** @param question of the replica to the entity, which was asked behind the session's attaching */
    Viewer(ActorRef<MailboxView> session, long question, Runnable onTaken) {
        this.session = session;
        this.question = question;
        this.onTaken = onTaken;
    }

    /** The entity has answered: when it did, this was the number of its last event. */
    void answered(long about, long number) {
        if (about >= question && isWaiting()) {
            least = number;
        }
    }

    /** Whether its question has no answer yet. */
    boolean isWaiting() {
        return least == Long.MAX_VALUE;
    }

    /** Tells the state, if it is a newer one, new enough, and the session can take it. */
    void tell(Mailbox state, Optional<MailboxEvent> last) {
        if (!isUnderWay && state.events() > told && state.events() >= least) {
            session.tell(new MailboxView(state, state.events() == told + 1 ? last : Optional.empty(), onTaken));
            isUnderWay = true;
            told = state.events();
        }
    }

    void hasTaken() {
        isUnderWay = false;
    }
}
