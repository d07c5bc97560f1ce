package org.sterna.protocols.arc;

import java.util.Locale;

/** The Chain Validation Status (RFC 8617 section 4.4). */
public enum ChainStatus {
    /** There is no chain on the message. */
    NONE,
    /** The chain is valid. */
    PASS,
    /** The chain is not valid; the message is to be treated as if it had none. */
    FAIL;

    /** As written in cv= and in Authentication-Results. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
