package org.sterna.protocols.message;

import java.util.Collection;
import java.util.Optional;

/**
 * What is remembered of a message beside its octets, so that most of what clients ask for needs no octets.
 *
 * @param selected the header fields remembered, or what is left of them
 * @param preview Unicode text of at most 200 characters in one line (RFC 8970); may be empty
 */
public record MessageSummary(SelectedFields selected, MessageStructure structure, String preview) {
    public Envelope envelope() {
        return selected.envelope();
    }

    /** Octets of the header section with the empty line that ends it. */
    public long headerSize() {
        return structure.headerSize();
    }

    /**
     * The fields of these names, if the summary can tell them; empty means: read the header section itself.
     *
     * @param names compared ignoring case
     */
    public Optional<HeaderFields> fields(Collection<String> names) {
        if (selected instanceof SelectedFields.Complete complete && selected.covers(names)) {
            return Optional.of(complete.fields().select(name -> names.stream().anyMatch(name::equalsIgnoreCase)));
        }
        return Optional.empty();
    }
}
