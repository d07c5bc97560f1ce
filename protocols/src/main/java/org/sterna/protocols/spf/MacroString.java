package org.sterna.protocols.spf;

import java.util.List;

/** A text with macros in it. RFC 7208 section 7.1. */
record MacroString(List<Part> parts) {
    sealed interface Part { }

    record Literal(String text) implements Part { }

    /**
     * @param letter     in lower case
     * @param escape     whether the value is escaped for URLs
     * @param keep       how many of the right-hand parts, 1 or more; all of them for {@link Integer#MAX_VALUE}
     * @param delimiters at which the value is split; empty if it is not
     */
    record Macro(char letter, boolean escape, int keep, boolean reverse, String delimiters) implements Part { }

    MacroString {
        parts = List.copyOf(parts);
    }

    boolean uses(char letter) {
        return parts.stream().anyMatch(part -> part instanceof Macro macro && macro.letter() == letter);
    }
}
