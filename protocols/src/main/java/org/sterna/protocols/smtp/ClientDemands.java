package org.sterna.protocols.smtp;

import java.util.Optional;
import java.util.OptionalLong;
import org.sterna.protocols.smtp.parameter.DeliverBy;

/** What a host must offer to get a message: without it the message is not sent. */
final class ClientDemands {
    private ClientDemands() {}

    /** Why the host is not fit, as the fate of all recipients; empty when it is. */
    static Optional<Outcome> unmet(ClientPlan plan, ClientConnection connection) {
        ServerOffer offer = connection.offer();
        if (plan.demandsTls() && !connection.verified()) {
            return Optional.of(Outcome.unsuited(Outcome.NO_ENCRYPTION, "the message requires TLS with a checked certificate, which the connection has not"));
        }
        if (plan.demandsTls() && !offer.has("REQUIRETLS")) {
            return Optional.of(Outcome.unsuited(Outcome.NO_REQUIRETLS, "the message needs REQUIRETLS, which the next host does not offer"));
        }
        if (plan.needsUtf8() && !offer.has("SMTPUTF8")) {
            // RFC 6531 section 3.5: an internationalized message must not go to such a host.
            return unfit(5, 6, 7, "the message needs SMTPUTF8, which the next host does not offer");
        }
        if (plan.purpose() == ClientPlan.Purpose.ASK) {
            return Optional.empty();
        }
        if (Conversion.needed(plan, offer).isPresent()) {
            // RFC 6152 section 3, RFC 3030 section 3: without the extension such content must not be sent, and nobody converted it.
            return unfit(5, 6, 3, "the message needs " + plan.parameters().body().keyword() + ", which the next host does not offer");
        }
        OptionalLong limit = offer.sizeLimit();
        if (limit.isPresent() && plan.contentOctets() > limit.getAsLong()) {
            return unfit(5, 3, 4, "the message has " + plan.contentOctets() + " octets, the next host takes " + limit.getAsLong());
        }
        return plan.parameters().deliverBy().filter(by -> by.mode() == DeliverBy.Mode.RETURN).flatMap(by -> late(by, offer));
    }

    /** RFC 2852 section 4.1.4.1. */
    private static Optional<Outcome> late(DeliverBy by, ServerOffer offer) {
        if (!offer.has("DELIVERBY")) {
            return unfit(5, 3, 3, "the message is to be delivered in time or returned, and the next host does not offer DELIVERBY");
        }
        long least = offer.shortestDeliverBy();
        return least <= by.within().toSeconds() ? Optional.empty()
                : unfit(5, 3, 3, "the message is to be delivered within " + by.within().toSeconds() + " seconds, the next host wants " + least);
    }

    private static Optional<Outcome> unfit(int kind, int subject, int detail, String reason) {
        return Optional.of(Outcome.unsuited(new EnhancedStatus(kind, subject, detail), reason));
    }
}
