package org.sterna.persistence.queue;

import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.OctetRange;
import org.sterna.persistence.queue.QueueEvent.Remark;

/** The written forms of a queued message's events. */
public final class QueueCodec {
    public static final EventCodec<QueueEvent> EVENTS = EventCodec.<QueueEvent>builder()
            .event(QueueEvent.MessageAccepted.class, "message-accepted", 1, QueueCodec::accepted, QueueCodec::accepted)
            .event(QueueEvent.AttemptStarted.class, "attempt-started", 1,
                    (event, out) -> out.list(event.recipients(), (each, index) -> each.number(index)).text(event.host()).text(event.security())
                            .number(event.octets()).time(event.at()),
                    in -> new QueueEvent.AttemptStarted(in.list(FieldReader::count), in.text(), in.text(), in.number(), in.time()))
            .event(QueueEvent.RecipientDelivered.class, "recipient-delivered", 1,
                    (event, out) -> out.number(event.recipient()).text(event.mailbox().value()).number(event.uid()).time(event.at()),
                    in -> new QueueEvent.RecipientDelivered(in.count(), new MailboxId(in.text()), in.number(), in.time()))
            .event(QueueEvent.RecipientRelayed.class, "recipient-relayed", 1,
                    (event, out) -> remark(out.number(event.recipient()), event.remark()).flag(event.report()).time(event.at()),
                    in -> new QueueEvent.RecipientRelayed(in.count(), remark(in), in.flag(), in.time()))
            .event(QueueEvent.RecipientDeferred.class, "recipient-deferred", 1,
                    (event, out) -> remark(out.number(event.recipient()).octet(number(event.cause())), event.remark()).time(event.at()).time(event.nextAttempt()),
                    in -> new QueueEvent.RecipientDeferred(in.count(), cause(in.octet()), remark(in), in.time(), in.time()))
            .event(QueueEvent.RecipientFailed.class, "recipient-failed", 1,
                    (event, out) -> remark(out.number(event.recipient()), event.remark()).time(event.at()),
                    in -> new QueueEvent.RecipientFailed(in.count(), remark(in), in.time()))
            .event(QueueEvent.RecipientAmbiguous.class, "recipient-ambiguous", 1,
                    (event, out) -> remark(out.number(event.recipient()), event.remark()).number(event.octets()).time(event.at()).time(event.nextAttempt()),
                    in -> new QueueEvent.RecipientAmbiguous(in.count(), remark(in), in.number(), in.time(), in.time()))
            .event(QueueEvent.RecipientExpanded.class, "recipient-expanded", 1,
                    (event, out) -> out.number(event.recipient()).list(event.recipients(), QueueCodec::addressee).time(event.at()),
                    in -> new QueueEvent.RecipientExpanded(in.count(), in.list(QueueCodec::addressee), in.time()))
            .event(QueueEvent.ReportQueued.class, "report-queued", 1,
                    (event, out) -> out.octet(number(event.kind())).list(event.recipients(), (each, index) -> each.number(index))
                            .text(event.report().toString()).time(event.at()),
                    in -> new QueueEvent.ReportQueued(kind(in.octet()), in.list(FieldReader::count), QueueId.of(in.text()), in.time()))
            .event(QueueEvent.HandedToSlice.class, "handed-to-slice", 1,
                    (event, out) -> out.number(event.slice()).time(event.due()).time(event.at()),
                    in -> new QueueEvent.HandedToSlice(in.count(), in.time(), in.time()))
            .event(QueueEvent.MessageRenewed.class, "message-renewed", 1,
                    (event, out) -> out.time(event.at()), in -> new QueueEvent.MessageRenewed(in.time()))
            .event(QueueEvent.MessageRemoved.class, "message-removed", 1,
                    (event, out) -> out.time(event.at()), in -> new QueueEvent.MessageRemoved(in.time()))
            .event(QueueEvent.MessageCompleted.class, "message-completed", 1,
                    (event, out) -> out.time(event.at()), in -> new QueueEvent.MessageCompleted(in.time()))
            .build();

    private QueueCodec() { }

    private static void accepted(QueueEvent.MessageAccepted event, FieldWriter out) {
        out.time(event.at()).optional(event.session(), (each, id) -> each.text(id.toString())).optional(event.account(), FieldWriter::text)
                .text(event.reversePath()).list(event.recipients(), QueueCodec::addressee);
        ParameterCodec.write(out, event.parameters());
        out.optional(event.fingerprint(), (each, print) -> each.octets(print.octets())).optional(event.messageId(), FieldWriter::text);
        MailboxCodec.place(out, event.octets());
        out.octets(event.prefix()).list(event.removed(), (each, range) -> each.number(range.start()).number(range.end()))
                .optional(event.reportOf(), (each, id) -> each.text(id.toString()));
    }

    private static QueueEvent.MessageAccepted accepted(FieldReader in) {
        return new QueueEvent.MessageAccepted(in.time(), in.optional(each -> SessionId.parse(each.text()).orElseThrow()),
                in.optional(FieldReader::text), in.text(), in.list(QueueCodec::addressee), ParameterCodec.read(in),
                in.optional(each -> Fingerprint.of(each.octets())), in.optional(FieldReader::text), MailboxCodec.place(in), in.octets(),
                in.list(each -> new OctetRange(each.number(), each.number())), in.optional(each -> QueueId.of(each.text())));
    }

    private static void addressee(FieldWriter out, Addressee addressee) {
        out.text(addressee.forwardPath());
        if (addressee.target() instanceof Target.LocalMailbox local) {
            out.octet(0).text(local.account()).text(local.mailbox().value());
        } else if (addressee.target() instanceof Target.Relay relay) {
            out.octet(relay.forwarded() ? 3 : 1).text(relay.domain()).optional(relay.nextHop(), FieldWriter::text);
        } else if (addressee.target() instanceof Target.Expanded expanded) {
            out.octet(2).flag(expanded.list());
        } else {
            throw new AssertionError(addressee);
        }
        ParameterCodec.write(out, addressee.parameters());
        out.optional(addressee.errorsTo(), FieldWriter::text);
    }

    private static Addressee addressee(FieldReader in) {
        return new Addressee(in.text(), target(in), ParameterCodec.readRcpt(in), in.optional(FieldReader::text));
    }

    private static Target target(FieldReader in) {
        int kind = in.octet();
        return switch (kind) {
            case 0 -> new Target.LocalMailbox(in.text(), new MailboxId(in.text()));
            case 1 -> new Target.Relay(in.text(), in.optional(FieldReader::text));
            case 2 -> new Target.Expanded(in.flag());
            case 3 -> new Target.Relay(in.text(), in.optional(FieldReader::text), true);
            default -> throw new UnreadableRecordException("a target of kind " + kind);
        };
    }

    /** Written names: they never change. */
    private static int number(QueueEvent.ReportKind kind) {
        return switch (kind) {
            case FAILURE -> 0;
            case SUCCESS -> 1;
            case DELAY -> 2;
            case DEADLINE -> 3;
            case AMBIGUOUS -> 4;
        };
    }

    private static QueueEvent.ReportKind kind(int number) {
        return switch (number) {
            case 0 -> QueueEvent.ReportKind.FAILURE;
            case 1 -> QueueEvent.ReportKind.SUCCESS;
            case 2 -> QueueEvent.ReportKind.DELAY;
            case 3 -> QueueEvent.ReportKind.DEADLINE;
            case 4 -> QueueEvent.ReportKind.AMBIGUOUS;
            default -> throw new UnreadableRecordException("a report of kind " + number);
        };
    }

    /** Written names: they never change. */
    private static int number(Cause cause) {
        return switch (cause) {
            case REPLY -> 0;
            case CONNECTION -> 1;
            case TLS -> 2;
            case DNS -> 3;
            case LOCAL -> 4;
            case AMBIGUOUS -> 5;
        };
    }

    private static Cause cause(int number) {
        return switch (number) {
            case 0 -> Cause.REPLY;
            case 1 -> Cause.CONNECTION;
            case 2 -> Cause.TLS;
            case 3 -> Cause.DNS;
            case 4 -> Cause.LOCAL;
            case 5 -> Cause.AMBIGUOUS;
            default -> throw new UnreadableRecordException("a cause of number " + number);
        };
    }

    private static FieldWriter remark(FieldWriter out, Remark remark) {
        return out.text(remark.status()).text(remark.text()).text(remark.host()).text(remark.security());
    }

    private static Remark remark(FieldReader in) {
        return new Remark(in.text(), in.text(), in.text(), in.text());
    }
}
