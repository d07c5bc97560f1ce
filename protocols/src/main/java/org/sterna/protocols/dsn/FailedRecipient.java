package org.sterna.protocols.dsn;

import java.util.Optional;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Reply;

/**
 * One recipient that will never get the message.
 *
 * @param status 4.x.x or 5.x.x; 4.4.7 when the time in the queue ran out
 * @param reason for a person to read: what was tried and what came of it; ASCII
 * @param remoteHost the host that gave the reply, or that did not answer; empty when there was none
 * @param reply what that host said; empty when the failure is our own finding
 */
public record FailedRecipient(
        ForwardPath forwardPath,
        EnhancedStatus status,
        String reason,
        Optional<String> remoteHost,
        Optional<Reply> reply) {}
