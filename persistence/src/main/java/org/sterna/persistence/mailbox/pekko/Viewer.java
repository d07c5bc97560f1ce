package org.sterna.persistence.mailbox.pekko;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;

/** A session that is attached to a replica, and what it was told. Belongs to the replica's actor. */
final class Viewer {
    private final ActorRef<MailboxView> session;
    private final Runnable onTaken;
    private boolean isUnderWay;
    private long told = -1;

    Viewer(ActorRef<MailboxView> session, Runnable onTaken) {
        this.session = session;
        this.onTaken = onTaken;
    }

    /** Tells the state, if it is a newer one and the session can take it. */
    void tell(Mailbox state, Optional<MailboxEvent> last) {
        if (!isUnderWay && state.events() > told) {
            session.tell(new MailboxView(state, state.events() == told + 1 ? last : Optional.empty(), onTaken));
            isUnderWay = true;
            told = state.events();
        }
    }

    void hasTaken() {
        isUnderWay = false;
    }
}
