package org.sterna.protocols.imap;

import java.util.List;
import java.util.Optional;

/** One thing FETCH is asked for (RFC 9051 section 6.4.5); macros are already replaced by what they mean. */
public sealed interface FetchItem {
    /** True if fetching this sets the \Seen flag (not in a mailbox opened by EXAMINE). */
    default boolean setsSeen() {
        return false;
    }

    /** The items without arguments. BODY is the structure without extension data. */
    enum Attribute implements FetchItem {
        FLAGS, UID, INTERNALDATE, RFC822_SIZE, ENVELOPE, BODY, BODYSTRUCTURE,
        /** RFC 8970; ours is always at hand, so that LAZY changes nothing. */
        PREVIEW,
        /** RFC 7162 section 3.1.4.2. */
        MODSEQ,
        /** RFC 8474 section 5. */
        EMAILID, THREADID,
        /** RFC 8514. */
        SAVEDATE
    }

    /** How the client asked, which decides on \Seen and on the name in the answer. */
    enum Spelling {
        BODY, BODY_PEEK, RFC822, RFC822_HEADER, RFC822_TEXT
    }

    /**
     * @param offset of the first octet wanted, 0 or more
     * @param count octets wanted at most, 1 or more
     */
    record Partial(long offset, long count) {
    }

    /** Octets of the message. */
    record Body(Section section, Optional<Partial> partial, Spelling spelling) implements FetchItem {
        @Override
        public boolean setsSeen() {                // RFC 3501 section 6.4.5
            return spelling == Spelling.BODY || spelling == Spelling.RFC822 || spelling == Spelling.RFC822_TEXT;
        }
    }

    /**
     * The content of a part without its transfer encoding (RFC 9051 section 6.4.5.2, RFC 3516).
     *
     * @param path part numbers, each 1 or more; empty for the whole message
     * @param spelling BODY for BINARY, BODY_PEEK for BINARY.PEEK
     */
    record Binary(List<Integer> path, Optional<Partial> partial, Spelling spelling) implements FetchItem {
        public Binary {
            path = List.copyOf(path);
        }

        @Override
        public boolean setsSeen() {
            return spelling == Spelling.BODY;
        }
    }

    /** The size of what {@link Binary} would send. */
    record BinarySize(List<Integer> path) implements FetchItem {
        public BinarySize {
            path = List.copyOf(path);
        }
    }
}
