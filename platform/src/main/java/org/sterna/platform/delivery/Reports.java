package org.sterna.platform.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.MessageAccepted;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.QueuedMessage.RecipientState;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.routing.Routed;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.dsn.Action;
import org.sterna.protocols.dsn.DeliveryReport;
import org.sterna.protocols.dsn.ReportOrigin;
import org.sterna.protocols.dsn.ReportSubject;
import org.sterna.protocols.dsn.ReportedRecipient;
import org.sterna.protocols.dsn.ReturnedMessage;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/** A report (RFC 3464) about one message: from nobody, to the reverse-path, through the queue like any message. */
final class Reports {
    /** Of the original's header section, that much is looked at. */
    private static final int MAX_HEADER = 64 * 1024;
    /** A larger report is stored in chunks. */
    private static final int MAX_INLINE = 64 * 1024;

    private final QueueServices services;
    private final QueuedMessage message;
    private final MessageAccepted accepted;
    private final Content octets;
    private final ReportOrigin origin;

    /**
     * One report about one message.
     *
     * @param octets of the message, as they were received
     */
    Reports(QueueServices services, QueuedMessage message, Content octets) {
        this.services = services;
        this.message = message;
        this.accepted = message.accepted().orElseThrow();
        this.octets = new AssembledContent(new byte[0], octets, LocalDelivery.removed(accepted));
        this.origin = origin(services);
    }

    /** Writes a report of one kind about these recipients. */
    CompletionStage<NewQueuedMessage> compose(ReportKind kind, List<Integer> recipients) {
        Address addressee = Address.parse(accepted.reversePath(), AddressForm.UTF8).orElseThrow();
        // RFC 3461 section 4.3: RET is about failures; RFC 8689 section 5: what required TLS is never returned as a whole.
        boolean whole = kind == ReportKind.FAILURE && accepted.parameters().dsn().returnContent().equals(Optional.of(ReturnContent.FULL))
                && !accepted.parameters().requireTls() && octets.size() <= services.reports().maxReturnedOctets();
        return read(whole ? (int) octets.size() : MAX_HEADER).thenCombine(services.routing().route(addressee), (head, routed) -> {
            boolean utf8 = accepted.parameters().utf8();
            ReturnedMessage returned = whole ? ReturnedMessage.whole(head, utf8)
                    : ReturnedMessage.headerSection(ReturnedMessage.headerSectionOf(head), utf8);
            return written(new DeliveryReport(origin, subject(addressee),
                    recipients.stream().map(each -> reported(kind, message.recipients().get(each))).toList(), returned), addressees(routed, addressee));
        }).thenCompose(stage -> stage);
    }

    /** The sender is told even if the store has lost the message: of its header section, what the queue knows. Fails if the store may have it yet. */
    private CompletionStage<byte[]> read(int length) {
        return octets.range(0, length).exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (!(cause instanceof IllegalStateException)) {
                throw new CompletionException(cause);
            }
            services.system().log().error("{}: its octets are lost, its report goes without them: {}", message.id(), cause.toString());
            return accepted.messageId().map(id -> "Message-ID: " + id + "\r\n").orElse("").getBytes(StandardCharsets.UTF_8);
        });
    }

    private static ReportOrigin origin(QueueServices services) {
        String token = Long.toUnsignedString(services.random().nextLong(), 36) + Long.toUnsignedString(services.random().nextLong(), 36);
        return new ReportOrigin(services.hostName(), "<" + token + "@" + services.hostName() + ">", "report-" + token,
                zoned(services.clock().instant()));
    }

    private ReportSubject subject(Address addressee) {
        Optional<ZonedDateTime> deliverBy = accepted.parameters().deliverBy().map(by -> zoned(by.deadline(accepted.at())));
        return new ReportSubject(addressee, zoned(accepted.at()), accepted.parameters().dsn().envelopeId(), deliverBy,
                accepted.parameters().futureRelease().map(Reports::hold));
    }

    /** RFC 4865 section 5.1.2. */
    private static String hold(FutureRelease release) {
        if (release instanceof FutureRelease.HoldFor hold) {
            return "for;" + hold.duration().toSeconds();
        }
        return "until;" + ((FutureRelease.HoldUntil) release).time();
    }

    private ReportedRecipient reported(ReportKind kind, QueuedMessage.Recipient recipient) {
        ForwardPath path = ForwardPath.parse("<" + recipient.addressee().forwardPath() + ">", AddressForm.UTF8).orElseThrow();
        QueueEvent.Remark remark = remark(recipient.state());
        boolean late = kind == ReportKind.DEADLINE;
        ReportedRecipient.Result result = new ReportedRecipient.Result(action(recipient.state()), late ? new EnhancedStatus(4, 4, 7)
                : EnhancedStatus.parse(remark.status()).orElseGet(() -> unknown(recipient.state())),
                late ? "The time in which it was to be delivered is over. At last: " + remark.text() : remark.text());
        Optional<ZonedDateTime> until = recipient.state().isFinal() ? Optional.empty()
                : Optional.of(zoned(givenUp()));
        return new ReportedRecipient(path, recipient.addressee().parameters().originalRecipient(), result,
                Optional.of(remark.host()).filter(host -> !host.isEmpty()), RepliesOfRemarks.reply(remark), until);
    }

    /** When the attempts end: with the lifetime, or with the time of BY (RFC 2852 section 4.1.3). */
    private Instant givenUp() {
        Instant end = message.released().plus(services.schedule().lifetime());
        return message.deadline(DeliverBy.Mode.RETURN).filter(end::isAfter).orElse(end);
    }

    private static Action action(RecipientState state) {
        return state instanceof RecipientState.Failed ? Action.FAILED : state instanceof RecipientState.Delivered ? Action.DELIVERED
                : state instanceof RecipientState.Relayed ? Action.RELAYED : Action.DELAYED;
    }

    private static EnhancedStatus unknown(RecipientState state) {
        return new EnhancedStatus(state instanceof RecipientState.Failed ? 5 : state.isFinal() ? 2 : 4, 0, 0);
    }

    private static QueueEvent.Remark remark(RecipientState state) {
        if (state instanceof RecipientState.Failed failed) {
            return failed.remark();
        }
        if (state instanceof RecipientState.Relayed relayed) {
            return relayed.remark();
        }
        if (state instanceof RecipientState.Deferred deferred) {
            return deferred.remark();
        }
        return state instanceof RecipientState.Delivered ? new QueueEvent.Remark("2.0.0", "The message is in the mailbox.", "")
                : new QueueEvent.Remark("4.0.0", "It was not tried to its end yet.", "");
    }

    /**
     * A reverse-path that leads nowhere is given to the relay all the same, where the attempt ends in a failure: whoever would be told of it at
     * RCPT is long gone.
     */
    private static List<Addressee> addressees(Routed routed, Address addressee) {
        if (routed instanceof Routed.Deliver deliver) {
            return deliver.legs().stream().map(leg -> new Addressee(leg.forwardPath(), leg.target(), RcptParameters.NONE)).toList();
        }
        return List.of(new Addressee(addressee.toString(), Target.Relay.to(addressee.domain().text()), RcptParameters.NONE));
    }

    private CompletionStage<NewQueuedMessage> written(DeliveryReport report, List<Addressee> addressees) {
        byte[] written = report.octets();
        if (written.length <= MAX_INLINE) {
            return CompletableFuture.completedFuture(queued(report, addressees, new OctetsPlace.Inline(written.length), written));
        }
        BlobId blob = BlobId.random(services.random());
        CompletionStage<Void> stored = CompletableFuture.completedFuture(null);
        for (int start = 0; start < written.length; start += CassandraBlobs.CHUNK) {
            ByteBuffer chunk = ByteBuffer.wrap(written, start, Math.min(CassandraBlobs.CHUNK, written.length - start)).slice();
            int number = start / CassandraBlobs.CHUNK;
            stored = stored.thenCompose(unused -> services.blobs().write(blob, number, chunk, Optional.<Duration>empty()));
        }
        return stored.thenApply(unused -> queued(report, addressees, new OctetsPlace.InBlob(blob, written.length), new byte[0]));
    }

    private NewQueuedMessage queued(DeliveryReport report, List<Addressee> addressees, OctetsPlace place, byte[] inline) {
        Set<Demand> demands = EnumSet.noneOf(Demand.class);
        if (report.needsUtf8()) {
            demands.add(Demand.SMTPUTF8);
        }
        if (accepted.parameters().requireTls()) {               // RFC 8689 section 5: a report is protected as its message was
            demands.add(Demand.REQUIRETLS);
        }
        MailParameters parameters = new MailParameters(OptionalLong.empty(), report.body(), demands, DsnRequest.NONE, Optional.empty(),
                Optional.empty(), OptionalInt.empty());
        return new NewQueuedMessage(Optional.empty(), Optional.empty(), "",
                addressees, parameters, Optional.empty(),
                Optional.of(origin.messageId()), place, inline, id -> new byte[0], List.of(), Optional.of(message.id()));
    }

    private static ZonedDateTime zoned(Instant at) {
        return at.atZone(ZoneOffset.UTC);
    }
}
