package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.sterna.protocols.address.ForwardPath;

/**
 * Third: MAIL is sent, and all RCPT with it where the server takes them (RFC 2920). Before: {@link AwaitingHello};
 * next: {@link AwaitingRcpt}.
 */
record AwaitingMail(ClientPlan plan, ServerOffer offer) implements ClientState {
    static Step begin(ClientPlan plan, ServerOffer offer) {
        AwaitingMail state = new AwaitingMail(plan, offer);
        boolean eightBit = plan.content() == MailParameters.BodyType.EIGHT_BIT_MIME;
        if (eightBit && !offer.has("8BITMIME")) {
            // RFC 6152 section 3: without the extension such content must not be sent.
            return state.quit(0, forwardPath -> new Outcome.Failed(new EnhancedStatus(5, 6, 3),
                    "the message needs 8BITMIME, which the next host does not offer", Optional.empty()));
        }
        OptionalLong limit = offer.sizeLimit();
        if (limit.isPresent() && plan.contentOctets() > limit.getAsLong()) {
            return state.quit(0, forwardPath -> new Outcome.Failed(new EnhancedStatus(5, 3, 4),
                    "the message has " + plan.contentOctets() + " octets, the next host takes " + limit.getAsLong(),
                    Optional.empty()));
        }
        String mail = "MAIL FROM:" + plan.reversePath().path()
                + (offer.has("SIZE") ? " SIZE=" + plan.contentOctets() : "")
                + (eightBit ? " BODY=8BITMIME" : "") + "\r\n";
        String rcpts = state.pipelines()
                ? plan.recipients().stream().map(AwaitingRcpt::line).collect(Collectors.joining())
                : "";
        return ClientState.send(state, mail + rcpts);
    }

    boolean pipelines() {
        return offer.has("PIPELINING");
    }

    @Override
    public List<ForwardPath> undecided() {
        return plan.recipients();
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.MAIL;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isPositive()) {
            return AwaitingRcpt.first(this);
        }
        return reply.isIntermediate()
                ? confused(reply)
                : quit(pipelines() ? plan.recipients().size() : 0, forwardPath -> Outcome.of(reply));
    }
}
