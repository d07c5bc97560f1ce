package org.sterna.protocols.dmarc;

import java.util.Locale;

/**
 * A domain that SPF was asked about.
 *
 * @param domain in A-labels; empty when there was none
 */
public record SpfIdentity(String domain, Scope scope, SpfResult result) {

    /** Where the domain was said. */
    public enum Scope {
        /** In EHLO or HELO; counts for DMARC only when the reverse-path is null (RFC 7489 section 3.1.2). */
        HELO,
        /** In MAIL FROM. */
        MFROM;

        /** As in a report. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
