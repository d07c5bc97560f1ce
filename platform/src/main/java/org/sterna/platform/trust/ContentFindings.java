package org.sterna.platform.trust;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.trust.MethodResult;

/**
 * What the signatures on a message say.
 *
 * @param chain   the seals of those who forwarded it; empty if there are none, or nobody looked
 * @param authors its From fields, all of them
 */
public record ContentFindings(List<Signature> signatures, Optional<Chain> chain, List<HeaderField> authors) {
    public static final ContentFindings NONE = new ContentFindings(List.of(), Optional.empty(), List.of());

    public ContentFindings {
        signatures = List.copyOf(signatures);
        authors = List.copyOf(authors);
    }

    /**
     * One signature.
     *
     * @param shown    as it is told
     * @param domain   who signed, A-labels in lower case; empty if that cannot be read
     * @param selector of the key; empty if that cannot be read
     * @param identity on whose behalf it was signed: an address, whose local-part may be empty; empty if that cannot be read
     * @param testing  the domain only tries it out: for decisions there is no signature (RFC 6376 section 3.6.1)
     */
    public record Signature(MethodResult shown, String domain, String selector, String identity, boolean testing) { }

    /**
     * A chain of seals.
     *
     * @param seals of a chain that holds, the first one first; none if it does not hold
     */
    public record Chain(MethodResult shown, List<Seal> seals) {
        public Chain {
            seals = List.copyOf(seals);
        }
    }

    /**
     * What one of those who forwarded the message found out when it came.
     *
     * @param instance 1 for the first one
     * @param domain   who says so, A-labels in lower case
     * @param selector of the seal's key
     * @param results  content of an Authentication-Results field
     */
    public record Seal(int instance, String domain, String selector, String results) { }
}
