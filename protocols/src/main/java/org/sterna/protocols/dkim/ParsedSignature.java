package org.sterna.protocols.dkim;

import org.sterna.protocols.dkim.DkimResult.Status;

/** What reading a signature field gave. */
public sealed interface ParsedSignature permits SignatureField, ParsedSignature.Defective {
    /** What the field says of itself. */
    SignatureClaim claim();

    /**
     * The field cannot be used.
     *
     * @param status {@link Status#NEUTRAL} or {@link Status#PERMERROR}
     * @param reason one line
     */
    record Defective(SignatureClaim claim, Status status, String reason) implements ParsedSignature { }
}
