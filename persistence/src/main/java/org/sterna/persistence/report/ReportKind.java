package org.sterna.persistence.report;

import java.util.Locale;

/** What a report is about. */
public enum ReportKind {
    /** Who sent mail in a domain's name (RFC 7489). */
    DMARC,
    /** How sessions with a domain's hosts were protected (RFC 8460). */
    TLS;

    /** As it is stored. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
