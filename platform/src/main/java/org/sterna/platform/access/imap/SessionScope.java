package org.sterna.platform.access.imap;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.By;
import org.sterna.platform.access.AccessServices;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.ImapSession;

/**
 * What the commands of an authenticated session share.
 *
 * @param address of the account
 * @param actor   runs a task as a message of the session's actor
 * @param workers runs what costs time and touches nothing of the session
 * @param id      of the session, for the origin of messages
 * @param session what it may do and has enabled now
 */
record SessionScope(AccessServices services, String address, Folders folders, PacedOutput output, Executor actor, Executor workers,
        SessionId id, Supplier<ImapSession> session) {

    Enabled enabled() {
        return session.get().enabled();
    }

    /** Who changes something, and when: this session, now. */
    By by() {
        return By.session(id, services.clock().instant());
    }
}
