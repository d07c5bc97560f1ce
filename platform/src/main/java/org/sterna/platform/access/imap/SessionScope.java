package org.sterna.platform.access.imap;

import java.util.concurrent.Executor;
import org.sterna.persistence.identity.SessionId;
import org.sterna.platform.access.AccessServices;

/**
 * What the commands of an authenticated session share.
 *
 * @param actor runs a task as a message of the session's actor
 * @param id    of the session, for the origin of messages
 */
record SessionScope(AccessServices services, Folders folders, PacedOutput output, Executor actor, SessionId id) { }
