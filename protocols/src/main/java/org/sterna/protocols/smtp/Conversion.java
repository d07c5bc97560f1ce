package org.sterna.protocols.smtp;

import java.util.Optional;
import org.sterna.protocols.smtp.parameter.BodyType;

/** What must be done to a message before a host can have it. */
public enum Conversion {
    /** RFC 6152 section 3, RFC 3030 section 3: content in 7 bits, by transfer encodings; a plan for it has {@link BodyType#SEVEN_BIT}. */
    TO_SEVEN_BIT;

    /** Empty when the host takes the message as it is, as far as that is known, and for questions, which have no content. */
    public static Optional<Conversion> needed(ClientPlan plan, ServerOffer offer) {
        boolean fits = switch (plan.parameters().body()) {
            case SEVEN_BIT -> true;
            case EIGHT_BIT_MIME -> offer.has("8BITMIME");
            // Binary content goes by BDAT only, to hosts that offer both.
            case BINARY_MIME -> offer.has("BINARYMIME") && offer.has("CHUNKING");
        };
        return fits || plan.purpose() == ClientPlan.Purpose.ASK ? Optional.empty() : Optional.of(TO_SEVEN_BIT);
    }
}
