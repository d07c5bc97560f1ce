package org.sterna.persistence.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;

/**
 * A session, folded from its events.
 *
 * @param by       the account that acts for {@code account}; usually nobody
 * @param messages transactions accepted
 * @param ended    empty while it is open, otherwise why it ended
 */
public record Session(SessionId id, String service, String remote, Instant opened, boolean secured, Optional<String> account,
        Optional<String> by, int messages, Optional<String> ended) {
    public static final EventCodec<SessionEvent> EVENTS = EventCodec.<SessionEvent>builder()
            .event(SessionEvent.Opened.class, "opened", 1,
                    (event, out) -> out.text(event.service()).text(event.remote()).text(event.local()).time(event.at()),
                    in -> new SessionEvent.Opened(in.text(), in.text(), in.text(), in.time()))
            .event(SessionEvent.Secured.class, "secured", 1,
                    (event, out) -> out.text(event.protocol()).text(event.cipherSuite()).time(event.at()),
                    in -> new SessionEvent.Secured(in.text(), in.text(), in.time()))
            .event(SessionEvent.Authenticated.class, "authenticated", 1,
                    (event, out) -> out.text(event.account()).optional(event.by(), FieldWriter::text).time(event.at()),
                    in -> new SessionEvent.Authenticated(in.text(), in.optional(FieldReader::text), in.time()))
            .event(SessionEvent.AuthenticationFailed.class, "authentication-failed", 1,
                    (event, out) -> out.text(event.name()).time(event.at()),
                    in -> new SessionEvent.AuthenticationFailed(in.text(), in.time()))
            .event(SessionEvent.MailboxSelected.class, "mailbox-selected", 1,
                    (event, out) -> out.text(event.name()).time(event.at()),
                    in -> new SessionEvent.MailboxSelected(in.text(), in.time()))
            .event(SessionEvent.TransactionAccepted.class, "transaction-accepted", 1,
                    (event, out) -> out.text(event.queueId().toString())
                            .optional(event.fingerprint(), (each, print) -> each.octets(print.octets())).time(event.at()),
                    in -> new SessionEvent.TransactionAccepted(QueueId.of(in.text()), in.optional(each -> Fingerprint.of(each.octets())), in.time()))
            .event(SessionEvent.ReplyDelivered.class, "reply-delivered", 1,
                    (event, out) -> out.text(event.queueId().toString()).time(event.at()),
                    in -> new SessionEvent.ReplyDelivered(QueueId.of(in.text()), in.time()))
            .event(SessionEvent.Refused.class, "refused", 1,
                    (event, out) -> out.text(event.command()).text(event.rule()).text(event.reply()).time(event.at()),
                    in -> new SessionEvent.Refused(in.text(), in.text(), in.text(), in.time()))
            .event(SessionEvent.Tagged.class, "tagged", 1,
                    (event, out) -> out.text(event.rule()).text(event.text()).time(event.at()),
                    in -> new SessionEvent.Tagged(in.text(), in.text(), in.time()))
            .event(SessionEvent.Checked.class, "checked", 1,
                    (event, out) -> out.text(event.method()).text(event.result()).text(event.about()).text(event.reason()).time(event.at()),
                    in -> new SessionEvent.Checked(in.text(), in.text(), in.text(), in.text(), in.time()))
            .event(SessionEvent.ClientAssumed.class, "client-assumed", 1,
                    (event, out) -> out.text(event.proxy()).text(event.remote()).time(event.at()),
                    in -> new SessionEvent.ClientAssumed(in.text(), in.text(), in.time()))
            .event(SessionEvent.TransactionRepeated.class, "transaction-repeated", 1,
                    (event, out) -> out.text(event.queueId().toString()).time(event.at()),
                    in -> new SessionEvent.TransactionRepeated(QueueId.of(in.text()), in.time()))
            .event(SessionEvent.Closed.class, "closed", 1,
                    (event, out) -> out.text(event.reason()).number(event.octetsIn()).number(event.octetsOut()).number(event.overrun()).time(event.at()),
                    in -> new SessionEvent.Closed(in.text(), in.number(), in.number(), in.number(), in.time()))
            .event(SessionEvent.Lost.class, "lost", 1, (event, out) -> out.time(event.at()), in -> new SessionEvent.Lost(in.time()))
            .build();
    private static final int FORMAT = 1;

    public static Session empty(SessionId id) {
        return new Session(id, "", "", Instant.EPOCH, false, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    public static Session fold(SessionId id, List<SessionEvent> events) {
        Session session = empty(id);
        for (SessionEvent event : events) {
            session = session.evolve(event);
        }
        return session;
    }

    public Session evolve(SessionEvent event) {
        if (event instanceof SessionEvent.Opened happened) {
            return new Session(id, happened.service(), happened.remote(), happened.at(), secured, account, by, messages, ended);
        }
        if (event instanceof SessionEvent.Secured) {
            return new Session(id, service, remote, opened, true, account, by, messages, ended);
        }
        if (event instanceof SessionEvent.Authenticated authenticated) {
            return new Session(id, service, remote, opened, secured, Optional.of(authenticated.account()), authenticated.by(), messages, ended);
        }
        if (event instanceof SessionEvent.ClientAssumed assumed) {
            return new Session(id, service, assumed.remote(), opened, secured, account, by, messages, ended);
        }
        if (event instanceof SessionEvent.TransactionAccepted) {
            return new Session(id, service, remote, opened, secured, account, by, messages + 1, ended);
        }
        if (event instanceof SessionEvent.Closed closed) {
            return new Session(id, service, remote, opened, secured, account, by, messages, Optional.of(closed.reason()));
        }
        if (event instanceof SessionEvent.Lost) {
            return new Session(id, service, remote, opened, secured, account, by, messages, Optional.of("lost: the node ended"));
        }
        return this;
    }

    public byte[] toOctets() {
        return new FieldWriter().octet(FORMAT).text(id.toString()).text(service).text(remote).time(opened).flag(secured)
                .optional(account, FieldWriter::text).optional(by, FieldWriter::text).number(messages).optional(ended, FieldWriter::text).toOctets();
    }

    public static Session read(FieldReader in) {
        int format = in.octet();
        if (format != FORMAT) {
            throw new UnreadableRecordException("session format " + format + " is not known");
        }
        return new Session(SessionId.parse(in.text()).orElseThrow(), in.text(), in.text(), in.time(), in.flag(),
                in.optional(FieldReader::text), in.optional(FieldReader::text), in.count(), in.optional(FieldReader::text));
    }
}
