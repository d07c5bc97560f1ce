package org.sterna.protocols.dsn;

import java.time.ZonedDateTime;
import java.util.Optional;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;

/**
 * One recipient in a report. RFC 3464 section 2.3.
 *
 * @param original as the sender named it, when it did (RFC 3461 section 4.2)
 * @param outcome what became of it
 * @param remoteHost the host that gave the reply, or that did not answer, its address may follow behind a space; empty when there was none
 * @param reply what that host said; empty when the outcome is our own finding
 * @param lastAttempt when it was tried for the last time, if that is known
 * @param retryUntil when it will be given up, where it is tried again
 */
public record ReportedRecipient(ForwardPath forwardPath, Optional<OriginalRecipient> original, Result outcome, Optional<String> remoteHost,
        Optional<Reply> reply, Optional<ZonedDateTime> lastAttempt, Optional<ZonedDateTime> retryUntil) {
    /**
     * What became of a recipient.
     *
     * @param status 2.x.x with DELIVERED and RELAYED, 4.x.x or 5.x.x otherwise; 4.4.7 when the time in the queue ran out
     * @param reason for a person to read: what was tried and what came of it; ASCII; empty where the reply says it all
     */
    public record Result(Action action, EnhancedStatus status, String reason) {}
}
