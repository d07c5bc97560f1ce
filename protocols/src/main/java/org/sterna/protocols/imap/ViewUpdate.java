package org.sterna.protocols.imap;

/** An untagged response by which a session learns what changed in its mailbox (RFC 9051 section 7.4 and 7.5). */
public sealed interface ViewUpdate {
    /** @param sequence at the moment this response is sent: earlier ones have already shifted it */
    record Expunged(long sequence) implements ViewUpdate {
    }

    record Exists(long messages) implements ViewUpdate {
    }

    record Recent(long messages) implements ViewUpdate {
    }

    /** To be sent as FETCH with the message's flags as they are now. */
    record FlagsChanged(long sequence, long uid) implements ViewUpdate {
    }
}
