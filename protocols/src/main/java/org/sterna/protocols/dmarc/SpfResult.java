package org.sterna.protocols.dmarc;

import java.util.Locale;

/** What SPF found (RFC 7208 section 2.6), as far as DMARC and its reports say it. */
public enum SpfResult {
    NONE, NEUTRAL, PASS, FAIL, SOFTFAIL, TEMPERROR, PERMERROR;

    /** As in a report. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
