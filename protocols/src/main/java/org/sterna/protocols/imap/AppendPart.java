package org.sterna.protocols.imap;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * A piece of APPEND or REPLACE in the order in which it is read:
 * <pre>
 * Message Octets End                          one literal is the message
 * Message (Url | Octets)... End               CATENATE (RFC 4469)
 * </pre>
 * and the same again for each further message of a MULTIAPPEND (RFC 3502).
 */
public sealed interface AppendPart {
    /** How the octets of a message are sent. */
    enum Form {
        /** One literal without NUL. */
        LITERAL,
        /** One literal8, which may hold NUL (RFC 3516 section 4.4). */
        LITERAL8,
        /** {@code UTF8 (~{n} ...)}: the header may be in UTF-8 (RFC 6855 section 4). */
        UTF8,
        /** Put together from pieces (RFC 4469). */
        CATENATE
    }

    /** A message begins. */
    record Message(Set<Flag> flags, Optional<OffsetDateTime> date, Form form) implements AppendPart {
        public Message {
            flags = Set.copyOf(flags);
        }
    }

    /** The next octets of the message are those a URL names: of a message or a part of one in a mailbox (RFC 5092), as sent. */
    record Url(String url) implements AppendPart {
    }

    /** The next octets of the message come as a literal, now. */
    record Octets(long size, FramerEvent.Sending sending) implements AppendPart {
    }

    /** The message is complete. */
    record End() implements AppendPart {
    }
}
