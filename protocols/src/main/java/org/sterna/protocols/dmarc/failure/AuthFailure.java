package org.sterna.protocols.dmarc.failure;

import java.util.Locale;

/** The content of the Auth-Failure field (RFC 6591 section 3.3). ADSP, which is historic, is not looked at. */
public enum AuthFailure {
    /** RFC 7489 section 7.3.1. */
    DMARC,
    /** The body was changed. */
    BODYHASH,
    /** The key was withdrawn. */
    REVOKED,
    /** Anything else that is wrong with a signature. */
    SIGNATURE,
    SPF;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
