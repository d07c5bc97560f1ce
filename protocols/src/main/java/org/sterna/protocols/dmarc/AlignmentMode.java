package org.sterna.protocols.dmarc;

import java.util.Optional;

/** How near an authenticated domain must be to the author's (RFC 7489 section 3.1). */
public enum AlignmentMode {
    /** Both have the same organizational domain. */
    RELAXED("r"),
    /** Both are the same. */
    STRICT("s");

    private final String letter;

    AlignmentMode(String letter) {
        this.letter = letter;
    }

    /** As in a record and in a report. */
    public String letter() {
        return letter;
    }

    /** In any case; empty when it is neither. */
    public static Optional<AlignmentMode> parse(String text) {
        return text.equalsIgnoreCase("r") ? Optional.of(RELAXED) : text.equalsIgnoreCase("s") ? Optional.of(STRICT) : Optional.empty();
    }
}
