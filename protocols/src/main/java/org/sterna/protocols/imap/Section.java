package org.sterna.protocols.imap;

import java.util.List;

/**
 * What stands in the brackets of {@code BODY[...]} (RFC 9051 section 6.4.5.1).
 *
 * @param path part numbers, each 1 or more; empty for the message itself
 */
public record Section(List<Integer> path, Text text) {
    public Section {
        path = List.copyOf(path);
    }

    /** Which piece of the part. */
    public sealed interface Text {
    }

    /** The simple pieces. */
    public enum Piece implements Text {
        /** The whole message, or the body of the part. */
        WHOLE,
        /** The header section of the message or embedded message. */
        HEADER,
        /** The body of the message or embedded message. */
        TEXT,
        /** The header section of the part itself. */
        MIME
    }

    /** What HEADER.FIELDS does with the named fields. */
    public enum Choice {
        /** HEADER.FIELDS: only these. */
        ONLY,
        /** HEADER.FIELDS.NOT: all but these. */
        ALL_BUT
    }

    /** @param names octet strings as the client spelt them, at least one */
    public record Fields(Choice choice, List<String> names) implements Text {
        public Fields {
            names = List.copyOf(names);
        }

        /** True if a field of this name is wanted. */
        public boolean wants(String name) {
            return names.stream().anyMatch(name::equalsIgnoreCase) == (choice == Choice.ONLY);
        }
    }
}
