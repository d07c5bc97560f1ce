package org.sterna.persistence.mailbox.pekko;

import java.util.Optional;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;

/**
 * What a session is told of a mailbox it has attached to: the state now, and the event that led to it when nothing was
 * missed in between.
 */
public record MailboxView(Mailbox state, Optional<MailboxEvent> event) { }
