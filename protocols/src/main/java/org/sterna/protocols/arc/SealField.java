package org.sterna.protocols.arc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SignatureReader;
import org.sterna.protocols.dkim.TagList;
import org.sterna.protocols.message.HeaderField;

/**
 * An ARC-Seal field (RFC 8617 section 4.1.3).
 *
 * @param field as received
 * @param signature b=, not to be changed
 */
record SealField(HeaderField field, SignatureAlgorithm algorithm, byte[] signature, String domain, String selector, ChainStatus status) {
    /** RFC 6376 section 3.5, t=. */
    private static final int MAX_TIME_DIGITS = 12;

    /** Reads a field; empty when it cannot be used: something is missing or malformed, h= is there, or it is signed with SHA-1 (RFC 8301 section 3.1). */
    static Optional<SealField> read(HeaderField field, TagList tags) {
        Optional<SignatureAlgorithm> algorithm = tags.get("a").flatMap(SignatureAlgorithm::of).filter(each -> each != SignatureAlgorithm.RSA_SHA1);
        Optional<String> domain = tags.get("d").flatMap(SignatureReader::domain);
        Optional<String> selector = tags.get("s").flatMap(SignatureReader::selector);
        Optional<byte[]> signature = tags.compact("b").filter(text -> !text.isEmpty()).flatMap(SealField::decode);
        Optional<ChainStatus> status = tags.get("cv").flatMap(SealField::status);
        boolean time = tags.get("t").map(digits -> digits.matches("[0-9]{1," + MAX_TIME_DIGITS + "}")).orElse(true);
        if (algorithm.isEmpty() || domain.isEmpty() || selector.isEmpty() || signature.isEmpty() || status.isEmpty() || !time || tags.get("h").isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new SealField(field, algorithm.get(), signature.get(), domain.get(), selector.get(), status.get()));
    }

    private static Optional<ChainStatus> status(String text) {
        for (ChainStatus status : ChainStatus.values()) {
            if (status.text().equalsIgnoreCase(text)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
