package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.QueuedMessage.RecipientState;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.transfer.Transport;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;

/** What a slice is told of a message that waits. */
final class WaitingLines {
    /** Recipients that a line names. */
    private static final int MAX_RECIPIENTS = 50;
    /** Before a message of several destinations without a place is read again: nobody wakes it, so the longer it waits the more rarely it asks. */
    private static final Duration WITHOUT_PLACE = Duration.ofSeconds(30);
    private static final Duration WITHOUT_PLACE_LONGEST = Duration.ofMinutes(15);

    private final QueueServices services;

    WaitingLines(QueueServices services) {
        this.services = services;
    }

    /** How a recipient's copy leaves now; empty for a mailbox. */
    Optional<Transport> transport(QueuedMessage message, int recipient) {
        if (!(message.recipients().get(recipient).addressee().target() instanceof Target.Relay target)) {
            return Optional.empty();
        }
        return Optional.of(services.relay().transports().transport(path(message, recipient), target.domain(), target.nextHop(),
                message.accepted().orElseThrow().account(), reversePath(message, recipient)));
    }

    static ForwardPath path(QueuedMessage message, int recipient) {
        return ForwardPath.parse("<" + message.recipients().get(recipient).addressee().forwardPath() + ">", AddressForm.UTF8).orElseThrow();
    }

    /** The reverse-path that a relayed recipient's copy leaves with. */
    ReversePath sentAs(QueuedMessage message, int recipient) {
        return services.routing().sentAs(reversePath(message, recipient), (Target.Relay) message.recipients().get(recipient).addressee().target(),
                message.accepted().orElseThrow().at());
    }

    static ReversePath reversePath(QueuedMessage message, int recipient) {
        return ReversePath.parse("<" + message.reversePath(recipient) + ">", AddressForm.UTF8).orElseThrow();
    }

    /** What a recipient's limits and schedule are those of; empty for a mailbox, and where nothing is sent. */
    String destination(QueuedMessage message, int recipient) {
        return transport(message, recipient).map(each -> each instanceof Transport.Host host ? host.destination() : "").orElse("");
    }

    /** The line of a message whose slice holds it, and goes on to unless an operator has released it meanwhile: it says what the message is without that. */
    WaitingMessage renewed(QueuedMessage message, Instant now) {
        WaitingMessage line = line(message, Optional.empty(), true, now);
        return new WaitingMessage(line.id(), line.accepted(), line.reversePath(), line.recipients(), line.octets(), line.priority(), line.destination(),
                state(message, now), line.due(), line.look(), line.reason());
    }

    /**
     * A line.
     *
     * @param blocked why some recipients were not tried though they are due; empty if that is not so
     * @param held    an operator holds it
     */
    WaitingMessage line(QueuedMessage message, Optional<String> blocked, boolean held, Instant now) {
        QueueEvent.MessageAccepted accepted = message.accepted().orElseThrow();
        List<Integer> open = message.open();
        List<String> destinations = open.stream().map(each -> destination(message, each)).distinct().limit(2).toList();
        String destination = destinations.size() == 1 ? destinations.get(0) : "";
        boolean scheduled = message.released().isAfter(now);
        Instant attempt = scheduled ? message.released() : message.nextAttempt().filter(now::isBefore).orElse(now);
        Instant due = blocked.isPresent() && destination.isEmpty() && !attempt.isAfter(now) ? now.plus(withoutPlace(Duration.between(message.released(), now))) : attempt;
        WaitingMessage.State state = held ? WaitingMessage.State.HELD : state(message, now);
        return new WaitingMessage(message.id(), accepted.at(), accepted.reversePath(), open.stream().limit(MAX_RECIPIENTS)
                .map(each -> message.recipients().get(each).addressee().forwardPath()).toList(), accepted.octets().size(),
                accepted.parameters().priority().orElse(0), destination, state, due, look(message, open, held), reason(message, blocked, scheduled));
    }

    private static WaitingMessage.State state(QueuedMessage message, Instant now) {
        return message.released().isAfter(now) ? WaitingMessage.State.SCHEDULED
                : message.recipients().stream().anyMatch(each -> each.state() instanceof RecipientState.Deferred) ? WaitingMessage.State.DEFERRED
                : WaitingMessage.State.READY;
    }

    private static Duration withoutPlace(Duration waited) {
        Duration part = waited.dividedBy(8);
        return part.compareTo(WITHOUT_PLACE) < 0 ? WITHOUT_PLACE : part.compareTo(WITHOUT_PLACE_LONGEST) > 0 ? WITHOUT_PLACE_LONGEST : part;
    }

    /** When something is to be done that needs no destination. */
    private Instant look(QueuedMessage message, List<Integer> open, boolean held) {
        Instant renewal = message.written().plus(services.renewal());
        if (held) {
            return renewal;
        }
        return Stream.concat(Stream.of(Optional.of(renewal), message.delayNotice(services.reports().delayNotice()), message.deadline()),
                open.stream().map(each -> Optional.of(services.retries().end(destination(message, each), message.released()))))
                .flatMap(Optional::stream).min(Instant::compareTo).orElseThrow();
    }

    private static String reason(QueuedMessage message, Optional<String> blocked, boolean scheduled) {
        if (scheduled) {
            return "held until " + message.released() + ", as its sender asked";
        }
        return message.recipients().stream().map(QueuedMessage.Recipient::state)
                .filter(RecipientState.Deferred.class::isInstance).map(RecipientState.Deferred.class::cast)
                .map(state -> state.remark().text()).findFirst().or(() -> blocked).orElse("");
    }
}
