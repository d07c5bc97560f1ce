package org.sterna.platform.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.dsn.FailedRecipient;
import org.sterna.protocols.dsn.NonDeliveryReport;
import org.sterna.protocols.dsn.ReportOrigin;
import org.sterna.protocols.smtp.EnhancedStatus;

/** Non-delivery reports (RFC 3464): from nobody, to the reverse-path, through the queue like any message. */
final class Reports {
    /** Of the original's header section, that much is looked at. */
    private static final int MAX_HEADER = 64 * 1024;

    private Reports() { }

    static CompletionStage<NewQueuedMessage> compose(QueueServices services, QueuedMessage message, List<Integer> failed, Content octets) {
        QueueEvent.MessageAccepted accepted = message.accepted().orElseThrow();
        Address addressee = (Address) ReversePath.parse("<" + accepted.reversePath() + ">").orElseThrow();
        return octets.range(0, MAX_HEADER).thenCombine(services.targets().find(addressee), (head, target) -> {
            Instant now = services.clock().instant();
            String token = Long.toUnsignedString(services.random().nextLong(), 36) + Long.toUnsignedString(services.random().nextLong(), 36);
            List<FailedRecipient> failures = failed.stream().map(index -> failure(message.recipients().get(index))).toList();
            byte[] report = new NonDeliveryReport(
                    new ReportOrigin(services.hostName(), "<" + token + "@" + services.hostName() + ">", "report-" + token, now.atZone(ZoneOffset.UTC)),
                    addressee, accepted.at().atZone(ZoneOffset.UTC), failures, headerSection(head)).octets();
            return new NewQueuedMessage(Optional.empty(), Optional.empty(), "",
                    List.of(new QueueEvent.Addressee(accepted.reversePath(), target)), false, Optional.empty(),
                    Optional.of("<" + token + "@" + services.hostName() + ">"), new OctetsPlace.Inline(report.length), report,
                    id -> new byte[0], Optional.of(message.id()));
        });
    }

    private static FailedRecipient failure(QueuedMessage.Recipient recipient) {
        QueueEvent.Remark remark = ((QueuedMessage.RecipientState.Failed) recipient.state()).remark();
        ForwardPath path = ForwardPath.parse("<" + recipient.addressee().forwardPath() + ">").orElseThrow();
        return new FailedRecipient(path, EnhancedStatus.parse(remark.status()).orElse(new EnhancedStatus(5, 0, 0)), remark.text(),
                Optional.of(remark.host()).filter(host -> !host.isEmpty()), RepliesOfRemarks.reply(remark));
    }

    /** Up to the empty line that ends it, RFC 5322 section 2.1. */
    static byte[] headerSection(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
        return end < 0 ? head : text.substring(0, end == 0 ? 0 : end + 2).getBytes(StandardCharsets.ISO_8859_1);
    }
}
