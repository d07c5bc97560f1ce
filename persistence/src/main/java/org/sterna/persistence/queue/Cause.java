package org.sterna.persistence.queue;

/** Why an attempt did not succeed: each has a retry schedule of its own (RFC 5321 section 4.5.4.1). */
public enum Cause {
    /** The next hop refused for now. */
    REPLY,
    /** No host could be reached, or the connection broke before the final dot. */
    CONNECTION,
    /** The TLS that was demanded could not be had. */
    TLS,
    /** The hosts could not be looked up. */
    DNS,
    /** A mailbox or the store of this system. */
    LOCAL,
    /** The final dot was sent and its reply was lost. */
    AMBIGUOUS
}
