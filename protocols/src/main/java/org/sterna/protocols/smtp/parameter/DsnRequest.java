package org.sterna.protocols.smtp.parameter;

import java.util.Optional;

/**
 * What MAIL says about reports. RFC 3461 sections 4.3 and 4.4.
 *
 * @param returnContent RET
 * @param envelopeId ENVID, decoded from xtext: 1 to 100 printable ASCII characters
 */
public record DsnRequest(Optional<ReturnContent> returnContent, Optional<String> envelopeId) {
    /** Neither RET nor ENVID. */
    public static final DsnRequest NONE = new DsnRequest(Optional.empty(), Optional.empty());
}
