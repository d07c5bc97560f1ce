package org.sterna.platform.delivery;

import java.nio.charset.StandardCharsets;
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
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.MessageAccepted;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.routing.Routed;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.Postmaster;
import org.sterna.protocols.dsn.DeliveryReport;
import org.sterna.protocols.dsn.ReportOrigin;
import org.sterna.protocols.dsn.ReturnedMessage;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * A report (RFC 3464) about one message: from nobody, to the reverse-path of the recipients it is about, through the queue like any message. Or a
 * notice to this host's postmaster, who is nobody's reverse-path.
 */
final class Reports {
    /** Of the original's header section, that much is looked at. */
    private static final int MAX_HEADER = 64 * 1024;

    private final QueueServices services;
    private final QueuedMessage message;
    private final MessageAccepted accepted;
    private final Content octets;
    private final ReportOrigin origin;

    /** A message that is written, and what it is sent with. */
    private record Written(byte[] octets, BodyType body, boolean utf8) { }

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

    /**
     * Writes a report of one kind.
     *
     * @param recipients that have one reverse-path and stand in the same state
     */
    CompletionStage<NewQueuedMessage> compose(ReportKind kind, List<Integer> recipients) {
        return services.intake().events(message.id()).thenApply(this::contents).thenCompose(contents -> kind == ReportKind.AMBIGUOUS
                ? notice(contents, recipients) : report(contents, kind, recipients));
    }

    private ReportContents contents(List<QueueEvent> events) {
        WaitingLines lines = new WaitingLines(services);
        return new ReportContents(message, events, each -> services.retries().end(lines.destination(message, each), message.released()));
    }

    private CompletionStage<NewQueuedMessage> report(ReportContents contents, ReportKind kind, List<Integer> recipients) {
        Address addressee = ReportContents.addressee(message, recipients);
        boolean whole = ReportContents.returnsWhole(message, kind, recipients, octets.size(), services.reports());
        return read(whole ? (int) octets.size() : MAX_HEADER).thenCombine(services.routing().route(addressee), (head, routed) -> {
            boolean utf8 = accepted.parameters().utf8();
            ReturnedMessage returned = whole ? ReturnedMessage.whole(head, utf8)
                    : ReturnedMessage.headerSection(ReturnedMessage.headerSectionOf(head), utf8);
            DeliveryReport report = contents.report(origin, kind, recipients, returned);
            return stored(new Written(report.octets(), report.body(), report.needsUtf8()), addressees(routed, addressee));
        }).thenCompose(stage -> stage);
    }

    /** To the postmaster of this host's name; where that is no domain of ours, to whoever reads the postmaster's mail here (RFC 5321 section 4.5.1). */
    private CompletionStage<NewQueuedMessage> notice(ReportContents contents, List<Integer> recipients) {
        byte[] written = contents.notice(origin, recipients).octets();
        Optional<Address> named = Address.parse("postmaster@" + services.hostName());
        boolean ours = named.filter(services.routing()::isOurs).isPresent();
        return services.routing().route(ours ? named.get() : Postmaster.POSTMASTER).thenCompose(routed -> {
            if (routed instanceof Routed.Deliver || named.isPresent()) {
                return stored(new Written(written, BodyType.SEVEN_BIT, false), named.map(address -> addressees(routed, address)).orElseGet(() -> legs(routed)));
            }
            return CompletableFuture.failedFuture(new IllegalStateException("nobody reads the postmaster's mail"));
        });
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
                ReportContents.zoned(services.clock().instant()));
    }

    /**
     * A reverse-path that leads nowhere is given to the relay all the same, where the attempt ends in a failure: whoever would be told of it at
     * RCPT is long gone.
     */
    private static List<Addressee> addressees(Routed routed, Address addressee) {
        return routed instanceof Routed.Deliver ? legs(routed)
                : List.of(new Addressee(addressee.toString(), Target.Relay.to(addressee.domain().text()), RcptParameters.NONE));
    }

    /** A list's owner is not told of reports that do not reach its members (RFC 5321 section 6.1). */
    private static List<Addressee> legs(Routed routed) {
        return ((Routed.Deliver) routed).legs().stream().map(leg -> new Addressee(leg.forwardPath(), leg.target(), RcptParameters.NONE)).toList();
    }

    private CompletionStage<NewQueuedMessage> stored(Written written, List<Addressee> addressees) {
        return services.signer().fields(written.octets()).thenCompose(signatures -> OwnOctets.stored(services, written.octets())
                .thenApply(octets -> queued(written, signatures, addressees, octets.place(), octets.inline())));
    }

    /** RFC 3461 section 6.1: from nobody, without RET, and NOTIFY is not needed because nobody is told of what has no reverse-path. */
    private NewQueuedMessage queued(Written written, byte[] signatures, List<Addressee> addressees, OctetsPlace place, byte[] inline) {
        Set<Demand> demands = EnumSet.noneOf(Demand.class);
        if (written.utf8()) {
            demands.add(Demand.SMTPUTF8);
        }
        if (accepted.parameters().requireTls()) {               // RFC 8689 section 5: a report is protected as its message was
            demands.add(Demand.REQUIRETLS);
        }
        MailParameters parameters = new MailParameters(OptionalLong.empty(), written.body(), demands, DsnRequest.NONE, Optional.empty(),
                Optional.empty(), OptionalInt.empty());
        return new NewQueuedMessage(Optional.empty(), Optional.empty(), "",
                addressees, parameters, Optional.empty(),
                Optional.of(origin.messageId()), place, inline, id -> signatures, List.of(), Optional.of(message.id()));
    }
}
