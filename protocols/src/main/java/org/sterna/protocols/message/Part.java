package org.sterna.protocols.message;

import java.util.List;

/** One node of a message's MIME structure. */
public sealed interface Part {
    PartDescription description();

    PartExtent extent();

    /**
     * A part that is not looked into. Multiparts without a single part, and structures beyond the limits of
     * {@link MimeScanner}, appear as leaves of another type, because IMAP has no way to say "multipart of nothing".
     */
    record Leaf(PartDescription description, PartExtent extent) implements Part {
    }

    /** @param children one or more */
    record Multipart(PartDescription description, PartExtent extent, List<Part> children) implements Part {
        public Multipart {
            children = List.copyOf(children);
            if (children.isEmpty()) {
                throw new IllegalArgumentException("a multipart has at least one part");
            }
        }
    }

    /**
     * A message/rfc822 (RFC 2046 section 5.2.1) or message/global (RFC 6532) part.
     *
     * @param envelope of the message inside
     * @param message the root part of the message inside; its extent is the body of this part
     */
    record EmbeddedMessage(PartDescription description, PartExtent extent, Envelope envelope, Part message)
            implements Part {
    }
}
