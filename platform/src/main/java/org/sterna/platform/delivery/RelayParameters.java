package org.sterna.platform.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.protocols.dsn.ReturnedMessage;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** What the next hop is told of what MAIL and RCPT came with. */
final class RelayParameters {
    /** Of the header section, that much is looked at. */
    private static final int MAX_HEADER = 256 * 1024;

    private RelayParameters() { }

    /**
     * The parameters of a message as they are at each moment: the time of BY passes, and when it is over there are none. SMTPUTF8 is
     * demanded only if the header section holds UTF-8 (RFC 6531 section 3.2); the paths tell for themselves.
     *
     * @param content what the next hop gets
     * @param list    the copy is a list's own: the sender's ENVID and RET are not for it (RFC 3461 section 5.2.7.1 (b))
     */
    static CompletionStage<Supplier<Optional<MailParameters>>> of(QueueEvent.MessageAccepted accepted, boolean list, Content content, Clock clock) {
        MailParameters parameters = list ? withoutDsn(accepted.parameters()) : accepted.parameters();
        CompletionStage<Boolean> international = parameters.utf8()
                ? content.range(0, MAX_HEADER).thenApply(head -> holdsUtf8(ReturnedMessage.headerSectionOf(head)))
                : CompletableFuture.completedFuture(false);
        return international.thenApply(utf8 -> () -> remaining(with(parameters, utf8), accepted.at(), clock.instant()));
    }

    private static MailParameters withoutDsn(MailParameters parameters) {
        return new MailParameters(parameters.declaredSize(), parameters.body(), parameters.demands(), DsnRequest.NONE, parameters.deliverBy(),
                parameters.futureRelease(), parameters.priority());
    }

    private static boolean holdsUtf8(byte[] headerSection) {
        for (byte octet : headerSection) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    private static MailParameters with(MailParameters parameters, boolean utf8) {
        if (utf8 == parameters.utf8()) {
            return parameters;
        }
        Set<Demand> demands = EnumSet.noneOf(Demand.class);
        demands.addAll(parameters.demands());
        demands.remove(Demand.SMTPUTF8);
        return copy(parameters, demands, parameters.deliverBy());
    }

    /** RFC 2852 section 4.1.4: the seconds that are left; negative ones only where the message goes on all the same. */
    static Optional<MailParameters> remaining(MailParameters parameters, Instant accepted, Instant now) {
        if (parameters.deliverBy().isEmpty()) {
            return Optional.of(parameters);
        }
        DeliverBy by = parameters.deliverBy().get();
        long left = Duration.between(now, by.deadline(accepted)).toSeconds();
        if (by.mode() == DeliverBy.Mode.RETURN && left <= 0) {
            return Optional.empty();
        }
        Duration within = Duration.ofSeconds(Math.max(left, -DeliverBy.MAX_SECONDS));
        return Optional.of(copy(parameters, parameters.demands(), Optional.of(new DeliverBy(within, by.mode(), by.trace()))));
    }

    private static MailParameters copy(MailParameters parameters, Set<Demand> demands, Optional<DeliverBy> deliverBy) {
        return new MailParameters(parameters.declaredSize(), parameters.body(), demands, parameters.dsn(), deliverBy, parameters.futureRelease(),
                parameters.priority());
    }

    /** Two recipients that came to the same address are named once: whatever one of them wants to be told is told. */
    static RcptParameters together(RcptParameters one, RcptParameters other) {
        if (one.notifications().equals(other.notifications())) {
            return one;
        }
        Set<Notify> all = EnumSet.noneOf(Notify.class);
        for (Notify kind : EnumSet.of(Notify.SUCCESS, Notify.FAILURE, Notify.DELAY)) {
            if (one.wants(kind) || other.wants(kind)) {
                all.add(kind);
            }
        }
        return new RcptParameters(all, one.originalRecipient().or(other::originalRecipient));
    }
}
