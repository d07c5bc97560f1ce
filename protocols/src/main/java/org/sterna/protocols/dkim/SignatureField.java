package org.sterna.protocols.dkim;

import java.util.List;
import java.util.OptionalLong;
import org.sterna.protocols.message.HeaderField;

/**
 * A signature field that can be verified: DKIM-Signature (RFC 6376 section 3.5) or ARC-Message-Signature (RFC 8617 section 4.1.2).
 *
 * @param field as received
 * @param unsigned the field with an empty b=
 * @param signature b=, not to be changed
 * @param bodyHash bh=, 32 octets, not to be changed
 * @param header how the header fields are made canonical
 * @param body how the body is made canonical
 * @param signed the names of h= as written
 * @param bodyLength l=
 * @param expires x=, seconds since 1970
 */
public record SignatureField(HeaderField field, HeaderField unsigned, SignatureClaim claim, SignatureAlgorithm algorithm, byte[] signature, byte[] bodyHash,
                             Canonicalization header, Canonicalization body, List<String> signed, OptionalLong bodyLength, OptionalLong expires)
        implements ParsedSignature {
    public SignatureField {
        signed = List.copyOf(signed);
    }
}
