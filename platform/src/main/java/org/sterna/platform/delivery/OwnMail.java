package org.sterna.platform.delivery;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.routing.Routed;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** Messages that this host writes by itself and about no other message: signed, from nobody, so that nobody answers, through the queue like any message. Thread-safe. */
public final class OwnMail {
    private final QueueServices services;
    private final MessageQueue queue;

    /**
     * One message.
     *
     * @param octets    whole, in ASCII, line ends CRLF
     * @param messageId with its angle brackets
     */
    public record Letter(byte[] octets, Address to, String messageId) { }

    /** A letter with the fields that sign it. */
    public record Signed(Letter letter, byte[] signatures) { }

    public OwnMail(QueueServices services, MessageQueue queue) {
        this.services = services;
        this.queue = queue;
    }

    /** Empty if nothing signs for its From field. */
    public CompletionStage<Optional<Signed>> sign(Letter letter) {
        return services.signer().fields(letter.octets()).thenApply(fields -> Optional.of(fields).filter(each -> each.length > 0).map(each -> new Signed(letter, each)));
    }

    /** Completes when it is durable; fails if it is not. */
    public CompletionStage<QueueId> queue(Signed signed) {
        Letter letter = signed.letter();
        MailParameters parameters = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, EnumSet.noneOf(Demand.class), DsnRequest.NONE, Optional.empty(),
                Optional.empty(), OptionalInt.empty()).tagged(HeaderFields.parse(letter.octets()));
        return services.routing().route(letter.to()).thenCombine(OwnOctets.stored(services, letter.octets()), (routed, stored) ->
                new NewQueuedMessage(Optional.empty(), Optional.empty(), "", addressees(routed, letter.to()), parameters, Optional.empty(), Optional.of(letter.messageId()),
                        stored.place(), stored.inline(), id -> signed.signatures(), List.of(), Optional.empty())).thenCompose(queue::accept);
    }

    /** An address of ours that leads nowhere is given to the relay, where the attempt ends in a failure. */
    private static List<Addressee> addressees(Routed routed, Address to) {
        return routed instanceof Routed.Deliver deliver
                ? deliver.legs().stream().map(leg -> new Addressee(leg.forwardPath(), leg.target(), RcptParameters.NONE)).toList()
                : List.of(new Addressee(to.toString(), Target.Relay.to(to.domain().text()), RcptParameters.NONE));
    }
}
