package org.sterna.protocols.dmarc;

import java.util.Locale;
import java.util.Optional;

/** What a domain asks to be done with mail that fails, and what was done (RFC 7489 section 6.3). Each constant is stricter than the one before. */
public enum DmarcPolicy {
    /** Nothing special. */
    NONE,
    /** To be looked at with suspicion: into the Junk mailbox. */
    QUARANTINE,
    /** To be refused while the SMTP transaction lasts. */
    REJECT;

    /** As in a record and in a report. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In any case; empty when it is none of the three. */
    public static Optional<DmarcPolicy> parse(String text) {
        for (DmarcPolicy policy : values()) {
            if (policy.name().equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
