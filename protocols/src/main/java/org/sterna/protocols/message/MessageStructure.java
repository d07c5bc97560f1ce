package org.sterna.protocols.message;

import java.util.List;
import java.util.Optional;

/** The MIME structure of a whole message. */
public record MessageStructure(Part root) {
    /** Octets of the whole content: RFC822.SIZE. */
    public long size() {
        return root.extent().bodyEnd();
    }

    /** Octets of the header section with the empty line that ends it. */
    public long headerSize() {
        return root.extent().bodyStart();
    }

    /**
     * Finds a part by its number (RFC 9051 section 6.4.5.1): the only part of a message that is no multipart is 1, and
     * the parts of an embedded message count below the number of the part that holds it.
     *
     * @param path part numbers, each 1 or more; empty means the message itself
     */
    public Optional<Part> part(List<Integer> path) {
        Part part = root;
        boolean atMessage = true;                    // part stands for a message whose own parts come next
        for (int number : path) {
            if (part instanceof Part.EmbeddedMessage embedded && !atMessage) {
                part = embedded.message();
                atMessage = true;
            }
            if (part instanceof Part.Multipart multipart) {
                if (number < 1 || number > multipart.children().size()) {
                    return Optional.empty();
                }
                part = multipart.children().get(number - 1);
            } else if (number != 1 || !atMessage) {
                return Optional.empty();
            }
            atMessage = false;
        }
        return Optional.of(part);
    }
}
