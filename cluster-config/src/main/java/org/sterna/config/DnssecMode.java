package org.sterna.config;

/** Who checks the signatures of the DNS. */
public enum DnssecMode {
    /** We do, from the trust anchors down. */
    VALIDATE,
    /** A resolver that we trust does, and says so with the AD bit (RFC 4035 section 3.2.3). */
    TRUST_AD,
    /** Nobody. */
    OFF
}
