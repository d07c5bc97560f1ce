package org.sterna.protocols.dmarc;

import java.util.Locale;

/** What DKIM found for one signature (RFC 8601 section 2.7.1), as far as DMARC and its reports say it. */
public enum DkimResult {
    NONE, PASS, FAIL, POLICY, NEUTRAL, TEMPERROR, PERMERROR;

    /** As in a report. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
