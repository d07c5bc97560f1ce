package org.sterna.protocols.imap;

import java.util.Optional;

/** What STATUS can be asked for. */
public enum StatusItem {
    MESSAGES,
    /** RFC 3501 section 6.3.10; RFC 9051 has it no more. */
    RECENT,
    UIDNEXT, UIDVALIDITY, UNSEEN,
    /** RFC 9051 section 6.3.11. */
    DELETED,
    /** RFC 8438. */
    SIZE,
    /** RFC 7162 section 3.1.7. */
    HIGHESTMODSEQ,
    /** RFC 8474 section 4.3. */
    MAILBOXID,
    /** RFC 7889 section 4. */
    APPENDLIMIT,
    /** Octets that EXPUNGE would free (RFC 9208 section 4.1.4). */
    DELETED_STORAGE;

    static Optional<StatusItem> of(String name) {
        for (StatusItem item : values()) {
            if (item.toString().equals(name)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    /** As the protocol spells it. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
