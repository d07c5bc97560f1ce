package org.sterna.protocols.dmarc;

import java.util.Locale;

/** What is said in Authentication-Results (RFC 7489 section 11.2). */
public enum DmarcResult {
    /** There is no policy, or more than one. */
    NONE,
    /** An authenticated domain is aligned with the author's. */
    PASS,
    /** There is a policy, and no authenticated domain is aligned. */
    FAIL,
    /** The DNS did not answer: for the policy, or for what could have passed. */
    TEMPERROR,
    /** The policy cannot be read. */
    PERMERROR;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
