package org.sterna.protocols.imap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A flag of a message (RFC 9051 section 2.3.2): one of the system flags or a keyword. Two flags are equal if they differ
 * in case only.
 *
 * @param name printable ASCII; system flags in their usual spelling, keywords as first seen; at most 255 characters
 */
public record Flag(String name) implements Comparable<Flag> {
    private static final List<String> SYSTEM =
            List.of("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "\\Recent");
    private static final int MAX_LENGTH = 255;

    public static final Flag SEEN = new Flag("\\Seen");
    public static final Flag ANSWERED = new Flag("\\Answered");
    public static final Flag FLAGGED = new Flag("\\Flagged");
    public static final Flag DELETED = new Flag("\\Deleted");
    public static final Flag DRAFT = new Flag("\\Draft");
    /** Belongs to a session, not to a message; no client may set it (RFC 3501 section 2.3.2). */
    public static final Flag RECENT = new Flag("\\Recent");

    /** The system flags that can be set, in the order RFC 3501 names them. */
    public static final List<Flag> SETTABLE = List.of(ANSWERED, FLAGGED, DELETED, SEEN, DRAFT);

    public Flag {
        if (!isValid(name)) {
            throw new IllegalArgumentException("flag of " + name.length() + " characters is not valid");
        }
        String spelling = name;
        name = SYSTEM.stream().filter(spelling::equalsIgnoreCase).findFirst().orElse(spelling);
    }

    /** The flag, or empty if it is neither a known system flag nor a keyword. */
    public static Optional<Flag> of(String name) {
        return isValid(name) ? Optional.of(new Flag(name)) : Optional.empty();
    }

    private static boolean isValid(String name) {
        return name.startsWith("\\") ? SYSTEM.stream().anyMatch(name::equalsIgnoreCase)
                : !name.isEmpty() && name.length() <= MAX_LENGTH && name.chars().allMatch(ImapCursor::isAtomChar);
    }

    public boolean isSystem() {
        return name.startsWith("\\");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flag flag && name.equalsIgnoreCase(flag.name);
    }

    @Override
    public int hashCode() {
        return name.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public int compareTo(Flag other) {
        return name.compareToIgnoreCase(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
