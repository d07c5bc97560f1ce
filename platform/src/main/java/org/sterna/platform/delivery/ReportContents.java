package org.sterna.platform.delivery;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.MessageAccepted;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.QueuedMessage.RecipientState;
import org.sterna.persistence.queue.Target;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.dsn.Action;
import org.sterna.protocols.dsn.DeliveryReport;
import org.sterna.protocols.dsn.OperatorNotice;
import org.sterna.protocols.dsn.ReportOrigin;
import org.sterna.protocols.dsn.ReportSubject;
import org.sterna.protocols.dsn.ReportedRecipient;
import org.sterna.protocols.dsn.ReturnedMessage;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/** What a report says of one message: rules only, nothing is read or stored here. */
final class ReportContents {
    private static final String FINDING_BEFORE_REPLY = "; at last: ";

    private final QueuedMessage message;
    private final MessageAccepted accepted;
    private final List<QueueEvent> events;
    private final IntFunction<Instant> givenUp;

    /**
     * @param events  what happened to the message, in order
     * @param givenUp when the attempts for a recipient end
     */
    ReportContents(QueuedMessage message, List<QueueEvent> events, IntFunction<Instant> givenUp) {
        this.message = message;
        this.accepted = message.accepted().orElseThrow();
        this.events = List.copyOf(events);
        this.givenUp = givenUp;
    }

    /** Who is told of these recipients, who have one reverse-path. What reached a list or an alias itself is told to the sender. */
    static Address addressee(QueuedMessage message, List<Integer> recipients) {
        return Address.parse(message.reversePath(recipients.get(0)), AddressForm.UTF8).orElseThrow();
    }

    /**
     * Whether the whole message goes back. RFC 3461 section 4.3: RET is about failures; RFC 8689 section 5: what required TLS is never returned
     * as a whole.
     *
     * @param size of the message in octets
     */
    static boolean returnsWhole(QueuedMessage message, ReportKind kind, List<Integer> recipients, long size, ReportRules rules) {
        return kind == ReportKind.FAILURE && request(message, recipients).returnContent().equals(Optional.of(ReturnContent.FULL))
                && !message.accepted().orElseThrow().parameters().requireTls() && size <= rules.maxReturnedOctets();
    }

    /** RFC 3461 section 5.2.7.1 (b): a copy that went out by a list has no ENVID and no RET. */
    private static DsnRequest request(QueuedMessage message, List<Integer> recipients) {
        return message.recipients().get(recipients.get(0)).addressee().errorsTo().isPresent() ? DsnRequest.NONE
                : message.accepted().orElseThrow().parameters().dsn();
    }

    /** The report. */
    DeliveryReport report(ReportOrigin origin, ReportKind kind, List<Integer> recipients, ReturnedMessage returned) {
        Optional<ZonedDateTime> deliverBy = accepted.parameters().deliverBy().map(by -> zoned(by.deadline(accepted.at())));
        ReportSubject subject = new ReportSubject(addressee(message, recipients), zoned(accepted.at()), request(message, recipients).envelopeId(), deliverBy,
                accepted.parameters().futureRelease().map(ReportContents::hold));
        return new DeliveryReport(origin, subject, recipients.stream().map(each -> reported(kind, each)).toList(), returned);
    }

    /** RFC 4865 section 5.1.2. */
    private static String hold(FutureRelease release) {
        if (release instanceof FutureRelease.HoldFor hold) {
            return "for;" + hold.duration().toSeconds();
        }
        return "until;" + ((FutureRelease.HoldUntil) release).time();
    }

    private ReportedRecipient reported(ReportKind kind, int index) {
        QueuedMessage.Recipient recipient = message.recipients().get(index);
        ForwardPath path = ForwardPath.parse("<" + recipient.addressee().forwardPath() + ">", AddressForm.UTF8).orElseThrow();
        QueueEvent.Remark remark = remark(recipient);
        boolean late = kind == ReportKind.DEADLINE;
        Action action = action(recipient.state());
        EnhancedStatus status = late ? new EnhancedStatus(4, 4, 7) : EnhancedStatus.parse(remark.status()).filter(each -> fits(each, action))
                .orElseGet(() -> recipient.state() instanceof RecipientState.Pending ? new EnhancedStatus(4, 4, 1) : unknown(action));
        String finding = RepliesOfRemarks.finding(remark);
        String reason = !late ? finding : "The time in which it was to be delivered is over." + (finding.isEmpty() ? "" : " At last: " + finding);
        return new ReportedRecipient(path, recipient.addressee().parameters().originalRecipient(), new ReportedRecipient.Result(action, status, reason),
                Optional.of(remark.host()).filter(host -> !host.isEmpty()), RepliesOfRemarks.reply(remark), lastAttempt(index).map(ReportContents::zoned),
                action == Action.DELAYED ? Optional.of(zoned(givenUp(index))) : Optional.empty());
    }

    /** When the attempts end: with the lifetime, or with the time of BY (RFC 2852 section 4.1.3). */
    private Instant givenUp(int index) {
        Instant end = givenUp.apply(index);
        return message.deadline(DeliverBy.Mode.RETURN).filter(end::isAfter).orElse(end);
    }

    /** RFC 3464 section 2.3.7: not said if it is not known. A recipient that failed without a host was given up, which is no attempt. */
    private Optional<Instant> lastAttempt(int index) {
        Optional<Instant> last = Optional.empty();
        for (QueueEvent event : events) {
            Optional<Instant> attempt = attempt(event, index);
            last = attempt.isPresent() ? attempt : last;
        }
        return last;
    }

    private static Optional<Instant> attempt(QueueEvent event, int index) {
        if (event instanceof QueueEvent.AttemptStarted started && started.recipients().contains(index)) {
            return Optional.of(started.at());
        }
        if (event instanceof QueueEvent.RecipientDelivered delivered && delivered.recipient() == index) {
            return Optional.of(delivered.at());
        }
        if (event instanceof QueueEvent.RecipientRelayed relayed && relayed.recipient() == index) {
            return Optional.of(relayed.at());
        }
        if (event instanceof QueueEvent.RecipientDeferred deferred && deferred.recipient() == index) {
            return Optional.of(deferred.at());
        }
        if (event instanceof QueueEvent.RecipientAmbiguous ambiguous && ambiguous.recipient() == index) {
            return Optional.of(ambiguous.at());
        }
        boolean refused = event instanceof QueueEvent.RecipientFailed failed && failed.recipient() == index && !failed.remark().host().isEmpty()
                && !failed.remark().text().contains(FINDING_BEFORE_REPLY);
        return refused ? Optional.of(((QueueEvent.RecipientFailed) event).at()) : Optional.empty();
    }

    private static boolean fits(EnhancedStatus status, Action action) {
        return switch (action) {
            case FAILED -> status.kind() != 2;
            case DELAYED -> status.kind() == 4;
            case DELIVERED, RELAYED, EXPANDED -> status.kind() == 2;
        };
    }

    private static EnhancedStatus unknown(Action action) {
        return new EnhancedStatus(action == Action.FAILED ? 5 : action == Action.DELAYED ? 4 : 2, 0, 0);    // RFC 3461 section 6.3 (g)
    }

    private static Action action(RecipientState state) {
        return state instanceof RecipientState.Failed ? Action.FAILED : state instanceof RecipientState.Delivered ? Action.DELIVERED
                : state instanceof RecipientState.Relayed ? Action.RELAYED : state instanceof RecipientState.Expanded ? Action.EXPANDED : Action.DELAYED;
    }

    private static QueueEvent.Remark remark(QueuedMessage.Recipient recipient) {
        RecipientState state = recipient.state();
        if (state instanceof RecipientState.Failed failed) {
            return failed.remark();
        }
        if (state instanceof RecipientState.Relayed relayed) {
            return relayed.remark();
        }
        if (state instanceof RecipientState.Deferred deferred) {
            return deferred.remark();
        }
        if (state instanceof RecipientState.Delivered) {
            return new QueueEvent.Remark("2.0.0", recipient.addressee().target() instanceof Target.LocalMailbox ? "The message is in the mailbox."
                    : "The list has the message, and sends it on in its own name.", "");
        }
        return state instanceof RecipientState.Expanded ? new QueueEvent.Remark("2.0.0", "The address stands for several others.", "")
                : new QueueEvent.Remark("4.0.0", "It was not tried to its end yet.", "");
    }

    /** What the operator is told of recipients to whom the reply was lost too often. */
    OperatorNotice notice(ReportOrigin origin, List<Integer> recipients) {
        return new OperatorNotice(origin, message.id().toString(), accepted.reversePath(), recipients.stream().map(this::doubtful).toList());
    }

    private OperatorNotice.Doubtful doubtful(int index) {
        QueuedMessage.Recipient recipient = message.recipients().get(index);
        List<OperatorNotice.LostReply> lost = new ArrayList<>();
        for (QueueEvent event : events) {
            if (event instanceof QueueEvent.RecipientAmbiguous ambiguous && ambiguous.recipient() == index) {
                lost.add(new OperatorNotice.LostReply(ambiguous.remark().host(), zoned(ambiguous.at()), ambiguous.octets()));
            }
        }
        return new OperatorNotice.Doubtful(recipient.addressee().forwardPath(), lost, recipient.state() instanceof RecipientState.Deferred deferred
                ? Optional.of(zoned(deferred.nextAttempt())) : Optional.empty());
    }

    static ZonedDateTime zoned(Instant at) {
        return at.atZone(ZoneOffset.UTC);
    }
}
