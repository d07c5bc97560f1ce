package org.sterna.platform.drill.imap;

import java.util.Optional;

/** What a client has asked its sessions to be. */
public enum Mode {
    /** RFC 3501 and nothing more. */
    PLAIN(Optional.empty()),
    /** RFC 7162 section 3.1: MODSEQ in unsolicited FETCH responses. */
    CONDSTORE(Optional.of("CONDSTORE")),
    /** RFC 7162 section 3.2: VANISHED in the place of EXPUNGE. */
    QRESYNC(Optional.of("QRESYNC")),
    /** RFC 9051: ESEARCH in the place of SEARCH. */
    REV2(Optional.of("IMAP4rev2")),
    /** Both. */
    REV2_QRESYNC(Optional.of("IMAP4rev2 QRESYNC"));

    private final Optional<String> enable;

    Mode(Optional<String> enable) {
        this.enable = enable;
    }

    Optional<String> enable() {
        return enable;
    }

    boolean hasModSeq() {
        return this == CONDSTORE || hasVanished();
    }

    boolean hasVanished() {
        return this == QRESYNC || this == REV2_QRESYNC;
    }

    boolean isRev2() {
        return this == REV2 || this == REV2_QRESYNC;
    }
}
