package org.sterna.platform.reception;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.delivery.AwaitedReply;
import org.sterna.platform.delivery.NewQueuedMessage;
import org.sterna.platform.delivery.NewTransaction;
import org.sterna.platform.delivery.Repetition;
import org.sterna.platform.policy.Verdict;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.platform.routing.Copies;
import org.sterna.platform.signing.MessageSealing;
import org.sterna.platform.trust.CheckedMessage;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.Envelope;
import org.sterna.protocols.smtp.Replies;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.SmtpSession;
import org.sterna.protocols.smtp.TraceFields;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.trust.AuthenticationResults;

/**
 * One message from the end of its content to its queue id: looked at, mended if a user submitted it, judged, known again if it was
 * accepted before (RFC 1047), made durable.
 */
final class Acceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
    private static final Reply LOOP = Reply.of(554, "5.4.6", "The message has passed too many hosts, it runs in a circle");
    private static final Reply FORGED = Reply.of(554, "5.6.0", "The message holds more than " + ForgedFields.MOST + " header fields in the name of this host");
    private static final CompletionStage<CheckedMessage> UNCHECKED = CompletableFuture.completedFuture(CheckedMessage.UNCHECKED);
    private static final Reply NOT_KNOWN = Reply.of(451, "4.3.0", "Whether this message was accepted before is not known yet, try again later");

    /** What became of it. */
    sealed interface Result { }

    /** @param fingerprint empty if it was accepted before, or cannot be known again */
    record Accepted(QueueId queueId, Optional<Fingerprint> fingerprint, boolean repeated) implements Result { }

    /** @param rule who refused; empty for an outage */
    record Refused(Reply reply, String rule) implements Result { }

    /** A message that came, and how it is mended. */
    private record Arrived(IncomingContent.Complete received, HeaderFields fields, SubmittedMessage.Mending mending) { }

    /** The same with what was found out about it. */
    private record Judged(Arrived arrived, CheckedMessage checked, Map<String, MailboxId> junk, byte[] seal, byte[] signatures) { }

    private record Copy(String forwardPath, Target target, Optional<String> errorsTo, Set<Notify> notifications) {
        private static Copy of(QueueEvent.Addressee addressee) {
            return new Copy(addressee.forwardPath(), addressee.target(), addressee.errorsTo(), addressee.parameters().notifications());
        }
    }

    private final ReceptionServices services;
    private final ReceptionSettings settings;
    private final Gate gate;
    private final SessionRecorder recorder;
    private final SmtpSession session;
    private final Envelope envelope;
    private volatile boolean handedOver;

    Acceptance(ReceptionServices services, ReceptionSettings settings, Gate gate, SessionRecorder recorder, SmtpSession session, Envelope envelope) {
        this.services = services;
        this.settings = settings;
        this.gate = gate;
        this.recorder = recorder;
        this.session = session;
        this.envelope = envelope;
    }

    /** @param content is this one's from now on; never fails */
    CompletionStage<Result> accept(ContentReader content, ReplyWatch replyWatch) {
        return content.finish().thenCompose(received -> {
            HeaderFields fields = HeaderFields.parse(received.head());
            if (received.forged().tooMany()) {
                return refused(content, FORGED, "forged");
            }
            if (fields.all("Received").size() > settings.maxReceivedFields()) {
                return refused(content, LOOP, "loop");
            }
            return mend(received).thenCompose(mending -> {
                if (mending.refusal().isPresent()) {
                    return refused(content, mending.refusal().get(), "submission.from");
                }
                return gate.complete(session, envelope, received.place().size(), fields).thenCompose(refusal -> refusal.isPresent()
                        ? refused(content, refusal.get(), gate.takeRule())
                        : check(content, new Arrived(received, fields, mending), replyWatch));
            });
        }).exceptionally(failure -> {
            LOG.warn("{}: a message could not be accepted: {}", recorder.id(), failure.toString());
            if (!handedOver) {
                content.discard();
            }
            return new Refused(Replies.LOCAL_ERROR, "");
        });
    }

    private CompletionStage<Result> check(ContentReader content, Arrived arrived, ReplyWatch replyWatch) {
        return gate.check().map(check -> check.finish(arrived.fields())).orElse(UNCHECKED).thenCompose(checked -> {
            Optional<Reply> refusal = gate.checked(checked);
            if (refusal.isPresent()) {
                checked.applied();
                return refused(content, refusal.get(), gate.takeRule());
            }
            return junk(checked).thenCombine(seal(arrived, checked), (junk, seal) -> Map.entry(junk, seal))
                    .thenCombine(signatures(arrived), (both, signatures) -> new Judged(arrived, checked, both.getKey(), both.getValue(), signatures))
                    .thenCompose(judged -> store(content, judged, replyWatch)).thenApply(result -> {
                if (result instanceof Accepted accepted && !accepted.repeated()) {
                    checked.applied();
                }
                return result;
            });
        });
    }

    /** What was found out about it goes on with a copy that leaves our domains (RFC 8617 section 4.1.1), to mailboxes of ours, too, where it does no harm. */
    private CompletionStage<byte[]> seal(Arrived arrived, CheckedMessage checked) {
        boolean closed = HeaderBorder.of(arrived.received().head(), arrived.received().forged().found(), arrived.mending()).isClosed();
        String results = HeaderFields.parse(checked.fields()).first(AuthenticationResults.FIELD)
                .map(field -> field.raw().substring(field.raw().indexOf(':') + 1).strip()).orElse(settings.rules().hostName() + "; none");
        return arrived.received().departing().sealing().filter(each -> !closed).map(each -> each.finish(results)).orElseGet(MessageSealing::none);
    }

    /** Where a message that is to be kept apart goes, by account; nothing for others. */
    private CompletionStage<Map<String, MailboxId>> junk(CheckedMessage checked) {
        CompletionStage<Map<String, MailboxId>> found = CompletableFuture.completedFuture(new HashMap<>());
        if (!checked.junk()) {
            return found;
        }
        for (String account : addressees(Map.of()).stream().flatMap(each -> each.target() instanceof Target.LocalMailbox local ? Stream.of(local.account()) : Stream.empty())
                .distinct().toList()) {
            found = found.thenCombine(services.junk().of(account), (map, mailbox) -> {
                map.put(account, mailbox);
                return map;
            });
        }
        return found;
    }

    private CompletionStage<SubmittedMessage.Mending> mend(IncomingContent.Complete received) {
        // A proxy may say by XCLIENT that somebody has logged in who has no address here: nothing can be completed with it.
        return session.account().flatMap(name -> Address.parse(name, AddressForm.UTF8))
                .map(account -> new SubmittedMessage(services, settings, gate.submission(session), account).mend(received, envelope))
                .orElseGet(() -> CompletableFuture.completedFuture(SubmittedMessage.Mending.NONE));
    }

    private static CompletionStage<Result> refused(ContentReader content, Reply reply, String rule) {
        content.discard();
        return CompletableFuture.completedFuture(new Refused(reply, rule));
    }

    private CompletionStage<Result> store(ContentReader content, Judged judged, ReplyWatch replyWatch) {
        Optional<Fingerprint> fingerprint = TransactionFingerprint.of(envelope, judged.arrived().fields(), judged.arrived().received().digest());
        NewQueuedMessage message = message(judged, fingerprint);
        if (fingerprint.isEmpty() || replyWatch.awaits(fingerprint.get())) {        // what this very connection is still to be answered for it repeats on purpose
            return storeNew(message, fingerprint.map(services.claims()::begin), replyWatch);
        }
        return services.claims().enter(fingerprint.get(), content.since(), replyWatch::isLost).thenCompose(entry -> {
            if (entry.isEmpty()) {
                return refused(content, Replies.LOCAL_ERROR, "");       // unanswered, so it is still the client's, and may have come by another way
            }
            if (entry.get() instanceof Repetition repetition) {
                content.discard();
                return repeated(repetition, replyWatch);
            }
            return storeNew(message, Optional.of((NewTransaction) entry.get()), replyWatch);
        });
    }

    private CompletionStage<Result> storeNew(NewQueuedMessage message, Optional<NewTransaction> transaction, ReplyWatch replyWatch) {
        handedOver = true;                      // the queue drops what it does not accept
        replyWatch.storing(message.fingerprint(), transaction.map(AwaitedReply.class::cast));
        CompletionStage<QueueId> stored = services.queue().accept(message);
        transaction.ifPresent(each -> each.storing(stored));
        return stored.handle((id, failure) -> {
            if (failure != null) {
                replyWatch.refused();
                LOG.warn("{}: a message could not be made durable: {}", recorder.id(), failure.toString());
                return new Refused(Replies.LOCAL_ERROR, "");
            }
            services.arrivals().arrived(new Arrivals.Arrived(envelope.recipients().stream().map(Envelope.Recipient::forwardPath).toList(), message.octets(), message.atHand()));
            return new Accepted(id, message.fingerprint(), false);
        });
    }

    private static CompletionStage<Result> repeated(Repetition repetition, ReplyWatch replyWatch) {
        replyWatch.storing(Optional.empty(), Optional.of(repetition));
        return repetition.queueId().handle((id, failure) -> {
            if (failure != null) {
                repetition.lost();
                replyWatch.refused();
                return new Refused(NOT_KNOWN, "duplicates");
            }
            return new Accepted(id, Optional.empty(), true);
        });
    }

    private NewQueuedMessage message(Judged judged, Optional<Fingerprint> fingerprint) {
        Instant now = services.clock().instant();
        IncomingContent.Complete received = judged.arrived().received();
        SubmittedMessage.Mending mending = judged.arrived().mending();
        HeaderBorder border = border(judged.arrived());
        Function<QueueId, byte[]> prefix = id -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream(512);
            out.writeBytes(judged.seal());
            out.writeBytes(judged.checked().fields().getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(TraceFields.received(session, envelope, gate.address(), id.toString(), now.atZone(ZoneId.systemDefault())));
            gate.tags().forEach(tag -> out.writeBytes(field(tag)));
            out.writeBytes(judged.signatures());
            out.writeBytes(mending.prefix());
            out.writeBytes(border.before());
            return out.toByteArray();
        };
        return new NewQueuedMessage(Optional.of(recorder.id()), envelope.account(), envelope.reversePath().toString(), addressees(judged.junk()),
                envelope.parameters().tagged(judged.arrived().fields()), fingerprint, mending.messageId().or(judged.arrived().fields()::messageId), received.place(), received.atHand(), prefix,
                border.removed(), Optional.empty());
    }

    /** Over what leaves. Where an empty line has to be put before the content, its header section is not what it seems, and nothing is signed. */
    private static CompletionStage<byte[]> signatures(Arrived arrived) {
        HeaderBorder border = border(arrived);
        return arrived.received().departing().signing().filter(signing -> !border.isClosed())
                .map(signing -> signing.finish(arrived.mending().prefix(), arrived.received().head(), border.removed()))
                .orElseGet(() -> CompletableFuture.completedFuture(new byte[0]));
    }

    private static HeaderBorder border(Arrived arrived) {
        return HeaderBorder.of(arrived.received().head(), arrived.received().forged().found(), arrived.mending());
    }

    /** For filters of the mailbox's owner: which rule let the message pass with a remark. */
    private static byte[] field(Verdict.Tag tag) {
        return (ForgedFields.POLICY_FIELD + ": " + tag.rule() + "; " + tag.text().replaceAll("[^ -~]", "?") + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Each copy once, however many recipients lead to it, unless they ask for different reports.
     *
     * @param junk mailboxes in the place of those that routing found
     */
    private List<QueueEvent.Addressee> addressees(Map<String, MailboxId> junk) {
        Map<Copy, QueueEvent.Addressee> addressees = new LinkedHashMap<>();
        boolean nullReversePath = envelope.reversePath().toString().isEmpty();
        for (Envelope.Recipient recipient : envelope.recipients()) {
            Copies copies = Copies.of(nullReversePath, recipient.forwardPath(), recipient.parameters(), ((FoundTarget) recipient.target()).legs());
            copies.addressees().stream().map(each -> moved(each, junk)).forEach(each -> addressees.putIfAbsent(Copy.of(each), each));
            copies.reached().map(reached -> new QueueEvent.Addressee(recipient.forwardPath().toString(), new Target.Expanded(reached == Copies.Reached.LIST),
                    recipient.parameters())).ifPresent(each -> addressees.putIfAbsent(Copy.of(each), each));
        }
        return List.copyOf(addressees.values());
    }

    private static QueueEvent.Addressee moved(QueueEvent.Addressee addressee, Map<String, MailboxId> junk) {
        if (!(addressee.target() instanceof Target.LocalMailbox local) || !junk.containsKey(local.account())) {
            return addressee;
        }
        return new QueueEvent.Addressee(addressee.forwardPath(), new Target.LocalMailbox(local.account(), junk.get(local.account())), addressee.parameters(),
                addressee.errorsTo());
    }
}
