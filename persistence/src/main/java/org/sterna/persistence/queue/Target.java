package org.sterna.persistence.queue;

import org.sterna.persistence.identity.MailboxId;

/** Where a recipient's copy goes. A mailbox is resolved before the first attempt, and that one is used ever after. */
public sealed interface Target {
    record LocalMailbox(String account, MailboxId mailbox) implements Target { }

    /** By route or MX; decided anew for each attempt. */
    record Relay(String domain) implements Target { }
}
