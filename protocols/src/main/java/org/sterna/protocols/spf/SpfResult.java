package org.sterna.protocols.spf;

import java.util.Locale;

/** What an evaluation says of a client. RFC 7208 section 2.6. */
public enum SpfResult {
    /** There is no domain name to ask about, or the domain has no record. */
    NONE,
    /** The domain says explicitly that it says nothing of this client. To be treated as {@link #NONE} (RFC 7208 section 8.2). */
    NEUTRAL,
    /** The client is authorized. */
    PASS,
    /** The client is not authorized. */
    FAIL,
    /** The client is probably not authorized. */
    SOFTFAIL,
    /** The DNS did not answer; later it may. */
    TEMPERROR,
    /** The domain's records cannot be interpreted, or demand more than the limits allow. */
    PERMERROR;

    /** As it stands in header fields: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
