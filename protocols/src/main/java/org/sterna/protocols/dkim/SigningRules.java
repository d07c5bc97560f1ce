package org.sterna.protocols.dkim;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a signature covers and how.
 *
 * @param header how header fields are made canonical
 * @param body how the body is made canonical
 * @param signed names of the fields that are signed if they are there; with From (RFC 6376 section 5.4)
 * @param oversigned those of them of which one more is signed than is there, so that none can be added (RFC 6376 section 8.15); in lower case
 * @param validity how long the signature holds (x=); empty for ever
 */
public record SigningRules(Canonicalization header, Canonicalization body, List<String> signed, Set<String> oversigned, Optional<Duration> validity) {
    /** RFC 6376 section 5.4.1, and the fields of MIME. */
    private static final List<String> USUAL_FIELDS = List.of("From", "To", "Cc", "Subject", "Date", "Message-ID", "Reply-To", "Sender", "In-Reply-To", "References",
            "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "List-Id", "List-Help", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Subscribe", "List-Post",
            "List-Owner", "List-Archive", "Resent-Date", "Resent-From", "Resent-To", "Resent-Cc");
    /** Those that stand once in a message (RFC 5322 section 3.6). Lists and resenders add theirs, which must not break what was signed before. */
    private static final Set<String> USUAL_OVERSIGNED = Set.of("from", "to", "cc", "subject", "date", "message-id", "reply-to", "in-reply-to", "references",
            "mime-version", "content-type", "content-transfer-encoding");

    public static final SigningRules USUAL = new SigningRules(Canonicalization.RELAXED, Canonicalization.RELAXED, USUAL_FIELDS, USUAL_OVERSIGNED, Optional.empty());

    public SigningRules {
        signed = List.copyOf(signed);
        oversigned = oversigned.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (signed.stream().noneMatch("From"::equalsIgnoreCase)) {
            throw new IllegalArgumentException("From is not signed");
        }
    }

    /** The same fields with other canonicalizations. */
    public SigningRules with(Canonicalization otherHeader, Canonicalization otherBody) {
        return new SigningRules(otherHeader, otherBody, signed, oversigned, validity);
    }
}
