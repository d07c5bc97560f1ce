package org.sterna.platform.policy;

import org.sterna.protocols.smtp.Reply;

/** What one policy says to one question. */
public sealed interface Verdict {

    /** Nothing against it. */
    record Pass() implements Verdict { }

    /** Go on, and ask no later policy this question. */
    record Exempt() implements Verdict { }

    /**
     * Go on, but remember.
     *
     * @param rule what applied, such as {@code limits.network.messages}
     * @param text for people
     */
    record Tag(String rule, String text) implements Verdict { }

    /**
     * Refuse.
     *
     * @param rule            what applied
     * @param reply           4yz or 5yz
     * @param closeConnection whether the session ends with the reply; at the end of the content only a 421 ends it
     */
    record Refuse(String rule, Reply reply, boolean closeConnection) implements Verdict {
        public Refuse {
            if (!reply.isTransient() && !reply.isPermanent()) {
                throw new IllegalArgumentException("a refusal is a 4yz or 5yz reply: " + reply);
            }
        }
    }
}
