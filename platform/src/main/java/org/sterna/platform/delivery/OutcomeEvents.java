package org.sterna.platform.delivery;

import java.time.Instant;
import java.util.Optional;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.platform.transfer.RelayResult;
import org.sterna.platform.transfer.Transport;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.DeliverBy;

/** What an attempt at a recipient came to, as the event that is recorded of it. */
final class OutcomeEvents {
    private final QueueServices services;
    private final WaitingLines lines;

    OutcomeEvents(QueueServices services, WaitingLines lines) {
        this.services = services;
        this.lines = lines;
    }

    QueueEvent event(QueuedMessage message, int recipient, Outcome outcome, RelayResult result, Instant now) {
        if (outcome instanceof Outcome.Relayed relayed) {
            return new QueueEvent.RecipientRelayed(recipient, remark(
                    relayed.reply().status().map(Object::toString).orElse("2.0.0"), relayed.reply().toString(), result),
                    message.tellsRelayed(recipient, relayed.promises().contains(Outcome.Promise.REPORTS),
                            relayed.promises().contains(Outcome.Promise.DEADLINE)), now);
        }
        if (outcome instanceof Outcome.Failed failed) {
            return new QueueEvent.RecipientFailed(recipient, remark(failed.status().toString(), failed.reason(), result), now);
        }
        if (outcome instanceof Outcome.Deferred deferred) {
            return deferred(message, recipient, RelayResult.cause(outcome), remark(deferred.status().toString(), deferred.reason(), result), now);
        }
        if (outcome instanceof Outcome.Ambiguous ambiguous) {
            return ambiguous(message, recipient, remark("4.4.2", ambiguous.reason(), result), ambiguous.octets(), now);
        }
        throw new AssertionError(outcome);
    }

    private static Remark remark(String status, String text, RelayResult result) {
        return new Remark(status, text, result.host(), result.security());
    }

    QueueEvent deferred(QueuedMessage message, int recipient, Cause cause, Remark remark, Instant now) {
        Optional<QueueEvent> end = end(message, recipient, remark, now);
        return end.orElseGet(() -> new QueueEvent.RecipientDeferred(recipient, cause, remark, now,
                next(message, recipient, cause, message.recipients().get(recipient).failures() + 1, now)));
    }

    /** The reply to the final dot was lost, or the node ended before it came. */
    QueueEvent ambiguous(QueuedMessage message, int recipient, Remark remark, long octets, Instant now) {
        Optional<QueueEvent> end = end(message, recipient, remark, now);
        return end.orElseGet(() -> new QueueEvent.RecipientAmbiguous(recipient, remark, octets, now,
                next(message, recipient, Cause.AMBIGUOUS, message.recipients().get(recipient).ambiguities() + 1, now)));
    }

    QueueEvent refused(QueuedMessage message, int recipient, Transport.Refuse refuse, Instant now) {
        Remark remark = new Remark(refuse.status().toString(), refuse.text(), "");
        return refuse.status().kind() == 5 ? new QueueEvent.RecipientFailed(recipient, remark, now) : deferred(message, recipient, Cause.REPLY, remark, now);
    }

    private Instant next(QueuedMessage message, int recipient, Cause cause, int failures, Instant now) {
        return services.retries().next(lines.destination(message, recipient), cause, failures, now, services.random().nextDouble());
    }

    private Optional<QueueEvent> end(QueuedMessage message, int recipient, Remark remark, Instant now) {
        return isOver(message, now) ? Optional.of(timeOver(recipient, remark, now))
                : isExpired(message, recipient, now) ? Optional.of(expired(recipient, remark, now)) : Optional.empty();
    }

    /** RFC 2852 section 4.1.3: no attempt is made after that. */
    boolean isOver(QueuedMessage message, Instant now) {
        return message.deadline(DeliverBy.Mode.RETURN).filter(at -> !now.isBefore(at)).isPresent();
    }

    QueueEvent timeOver(QueuedMessage message, int recipient, Instant now) {
        return timeOver(recipient, last(message, recipient), now);
    }

    private static QueueEvent timeOver(int recipient, Remark last, Instant now) {
        return new QueueEvent.RecipientFailed(recipient, new Remark("5.4.7", "the time in which it was to be delivered is over; at last: " + last.text(),
                last.host()), now);
    }

    /** RFC 5321 section 4.5.4.1: in the end the client gives up. */
    boolean isExpired(QueuedMessage message, int recipient, Instant now) {
        return !now.isBefore(services.retries().end(lines.destination(message, recipient), message.released()));
    }

    QueueEvent expired(QueuedMessage message, int recipient, Instant now) {
        return expired(recipient, last(message, recipient), now);
    }

    private static QueueEvent expired(int recipient, Remark last, Instant now) {
        return new QueueEvent.RecipientFailed(recipient, new Remark("4.4.7", "it was tried for too long; at last: " + last.text(), last.host()), now);
    }

    private static Remark last(QueuedMessage message, int recipient) {
        return message.recipients().get(recipient).state() instanceof QueuedMessage.RecipientState.Deferred deferred
                ? deferred.remark() : new Remark("4.4.1", "its destination took no mail", "");
    }
}
