package org.sterna.persistence.mailbox.pekko;

import java.util.Optional;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;

/**
 * What a session is told of a mailbox it has attached to. One view is under way to a session at a time: the next one comes
 * when the session says that it has {@link #taken} this one, and is then of the newest state, however many events lie
 * between. So a slow session costs one state, which shares most of its pages with the newest.
 *
 * @param event   the event that led from the state told before to this one; empty if it was not exactly one
 * @param onTaken asks for the next view
 */
public record MailboxView(Mailbox state, Optional<MailboxEvent> event, Runnable onTaken) {
    /** One that nobody waits for. */
    public MailboxView(Mailbox state, Optional<MailboxEvent> event) {
        this(state, event, () -> { });
    }

    /** The session is done with this view, and is told when there is something newer. From any thread. */
    public void taken() {
        onTaken.run();
    }
}
