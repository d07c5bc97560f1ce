package org.sterna.persistence.account;

import java.util.Locale;
import java.util.Optional;

/**
 * What a mailbox is for (RFC 6154 section 2). The attributes of views over other mailboxes, {@code \All} and {@code \Flagged}, are not here:
 * no mailbox of ours is one.
 */
public enum SpecialUse {
    ARCHIVE("Archive"),
    DRAFTS("Drafts"),
    JUNK("Junk"),
    SENT("Sent"),
    TRASH("Trash");

    private final String word;

    SpecialUse(String word) {
        this.word = word;
    }

    /** As it is printed, such as {@code \Drafts}. */
    public String attribute() {
        return "\\" + word;
    }

    /** The name of the standard mailbox for it. */
    public String folder() {
        return word;
    }

    /** Empty for an attribute that is not kept here; attributes have no case. */
    public static Optional<SpecialUse> of(String attribute) {
        for (SpecialUse use : values()) {
            if (use.attribute().toUpperCase(Locale.ROOT).equals(attribute.toUpperCase(Locale.ROOT))) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }
}
