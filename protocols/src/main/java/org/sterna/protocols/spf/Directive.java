package org.sterna.protocols.spf;

import java.util.Optional;

/**
 * One term that can match. RFC 7208 section 4.6.1.
 *
 * @param result if it matches
 * @param text   as the record has it
 */
record Directive(SpfResult result, Mechanism mechanism, String text) {
    /** What is compared. RFC 7208 section 5. */
    sealed interface Mechanism { }

    /** {@code all}: always matches. */
    record All() implements Mechanism { }

    record Include(MacroString domain) implements Mechanism { }

    /** {@code a} or {@code mx}. */
    record Hosts(boolean mail, Optional<MacroString> domain, int prefix4, int prefix6) implements Mechanism { }

    record Ptr(Optional<MacroString> domain) implements Mechanism { }

    /** {@code ip4} or {@code ip6}. */
    record Network(IpNetwork network) implements Mechanism { }

    record Exists(MacroString domain) implements Mechanism { }
}
