package org.sterna.platform.transfer;

import org.sterna.protocols.smtp.Reply;

/** What a next hop says to a recipient when it is asked without a message. */
public sealed interface ProbeResult {
    /** It would take a message for the recipient. */
    record Accepted() implements ProbeResult { }

    /**
     * It never will.
     *
     * @param reply 5yz, to RCPT or to a command before it
     */
    record Refused(Reply reply) implements ProbeResult { }

    /**
     * It does not say now: it cannot be reached, puts off, or says what is no answer.
     *
     * @param text for logs
     */
    record Unavailable(String text) implements ProbeResult { }
}
