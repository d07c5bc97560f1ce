package org.sterna.persistence.queue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/**
 * The written form of what MAIL and RCPT asked for. An octet of flags says which of the rare ones follow, so that the usual message
 * costs two octets. Numbers of constants are written names: they never change.
 */
final class ParameterCodec {
    private static final int SIZE = 1;
    private static final int DEMANDS = 2;
    private static final int RETURN = 4;
    private static final int ENVELOPE_ID = 8;
    private static final int DELIVER_BY = 16;
    private static final int RELEASE = 32;
    private static final int PRIORITY = 64;

    private ParameterCodec() { }

    static void write(FieldWriter out, MailParameters parameters) {
        int present = (parameters.declaredSize().isPresent() ? SIZE : 0) | (parameters.demands().isEmpty() ? 0 : DEMANDS)
                | (parameters.dsn().returnContent().isPresent() ? RETURN : 0) | (parameters.dsn().envelopeId().isPresent() ? ENVELOPE_ID : 0)
                | (parameters.deliverBy().isPresent() ? DELIVER_BY : 0) | (parameters.futureRelease().isPresent() ? RELEASE : 0)
                | (parameters.priority().isPresent() ? PRIORITY : 0);
        out.octet(number(parameters.body())).octet(present);
        parameters.declaredSize().ifPresent(out::number);
        if (!parameters.demands().isEmpty()) {
            out.octet((parameters.utf8() ? 1 : 0) | (parameters.requireTls() ? 2 : 0) | (parameters.tlsOptional() ? 4 : 0));
        }
        parameters.dsn().returnContent().ifPresent(content -> out.flag(content == ReturnContent.FULL));
        parameters.dsn().envelopeId().ifPresent(out::text);
        parameters.deliverBy().ifPresent(by -> out.number(by.within().toSeconds() + DeliverBy.MAX_SECONDS)
                .octet((by.mode() == DeliverBy.Mode.RETURN ? 1 : 0) | (by.trace() ? 2 : 0)));
        parameters.futureRelease().ifPresent(release -> {
            if (release instanceof FutureRelease.HoldFor hold) {
                out.flag(true).number(hold.duration().toSeconds());
            } else if (release instanceof FutureRelease.HoldUntil until) {
                out.flag(false).time(until.time());
            } else {
                throw new AssertionError(release);
            }
        });
        parameters.priority().ifPresent(priority -> out.octet(priority + 9));
    }

    static MailParameters read(FieldReader in) {
        BodyType body = body(in.octet());
        int present = in.octet();
        OptionalLong size = (present & SIZE) == 0 ? OptionalLong.empty() : OptionalLong.of(in.number());
        Set<Demand> demands = EnumSet.noneOf(Demand.class);
        if ((present & DEMANDS) != 0) {
            int bits = in.octet();
            if ((bits & 1) != 0) {
                demands.add(Demand.SMTPUTF8);
            }
            if ((bits & 2) != 0) {
                demands.add(Demand.REQUIRETLS);
            }
            if ((bits & 4) != 0) {
                demands.add(Demand.TLS_OPTIONAL);
            }
        }
        Optional<ReturnContent> content = (present & RETURN) == 0 ? Optional.empty()
                : Optional.of(in.flag() ? ReturnContent.FULL : ReturnContent.HDRS);
        Optional<String> envelopeId = (present & ENVELOPE_ID) == 0 ? Optional.empty() : Optional.of(in.text());
        Optional<DeliverBy> deliverBy = Optional.empty();
        if ((present & DELIVER_BY) != 0) {
            Duration within = Duration.ofSeconds(in.number() - DeliverBy.MAX_SECONDS);
            int bits = in.octet();
            deliverBy = Optional.of(new DeliverBy(within, (bits & 1) != 0 ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY, (bits & 2) != 0));
        }
        Optional<FutureRelease> release = (present & RELEASE) == 0 ? Optional.empty()
                : Optional.of(in.flag() ? new FutureRelease.HoldFor(Duration.ofSeconds(in.number())) : new FutureRelease.HoldUntil(in.time()));
        OptionalInt priority = (present & PRIORITY) == 0 ? OptionalInt.empty() : OptionalInt.of(in.octet() - 9);
        return new MailParameters(size, body, demands, new DsnRequest(content, envelopeId), deliverBy, release, priority);
    }

    static void write(FieldWriter out, RcptParameters parameters) {
        int bits = 0;
        for (Notify each : parameters.notifications()) {
            bits |= bit(each);
        }
        out.octet(bits).optional(parameters.originalRecipient(), (each, original) -> each.text(original.addressType()).text(original.address()));
    }

    static RcptParameters readRcpt(FieldReader in) {
        int bits = in.octet();
        Set<Notify> notifications = EnumSet.noneOf(Notify.class);
        for (Notify each : Notify.values()) {
            if ((bits & bit(each)) != 0) {
                notifications.add(each);
            }
        }
        return new RcptParameters(notifications, in.optional(each -> new OriginalRecipient(each.text(), each.text())));
    }

    private static int bit(Notify kind) {
        return switch (kind) {
            case NEVER -> 1;
            case SUCCESS -> 2;
            case FAILURE -> 4;
            case DELAY -> 8;
        };
    }

    private static int number(BodyType body) {
        return switch (body) {
            case SEVEN_BIT -> 0;
            case EIGHT_BIT_MIME -> 1;
            case BINARY_MIME -> 2;
        };
    }

    private static BodyType body(int number) {
        return switch (number) {
            case 0 -> BodyType.SEVEN_BIT;
            case 1 -> BodyType.EIGHT_BIT_MIME;
            case 2 -> BodyType.BINARY_MIME;
            default -> throw new UnreadableRecordException("a body of kind " + number);
        };
    }
}
