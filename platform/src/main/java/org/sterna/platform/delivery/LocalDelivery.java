package org.sterna.platform.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.asking.Asking;
import org.sterna.platform.summary.MessageSummarizer;
import org.sterna.platform.summary.MessageSummarizer.Summarized;

/** Puts a message into mailboxes. The summary is made once for all recipients; the mailbox adds a queue id only once. */
final class LocalDelivery {
    private final QueueServices services;
    private final Twins twins;
    private final MailboxLines lines;

    /** A message ready to be added to any mailbox. */
    record Prepared(StoredMessage stored, MailboxEvent.ObjectIds ids, byte[] inline) { }

    LocalDelivery(QueueServices services, Twins twins) {
        this.services = services;
        this.twins = twins;
        lines = new MailboxLines(this::ask);
    }

    /** Scans the message: Return-Path and the shared prefix in front of what is left of its octets (RFC 5321 section 4.4). */
    CompletionStage<Prepared> prepare(QueuedMessage message, String reversePath, Content octets, Optional<byte[]> inline) {
        QueueEvent.MessageAccepted accepted = message.accepted().orElseThrow();
        byte[] returnPath = ("Return-Path: <" + reversePath + ">\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] prefix = new byte[returnPath.length + accepted.prefix().length];
        System.arraycopy(returnPath, 0, prefix, 0, returnPath.length);
        System.arraycopy(accepted.prefix(), 0, prefix, returnPath.length, accepted.prefix().length);
        MessageSummarizer summarizer = new MessageSummarizer(services.random());
        summarizer.feed(prefix, 0, prefix.length);
        return feed(summarizer, new AssembledContent(new byte[0], octets, removed(accepted)), 0).thenApply(unused -> {
            Summarized summarized = summarizer.finish();
            return new Prepared(new StoredMessage(prefix, ranges(accepted), accepted.octets(), summarized.ids().emailId(), summarized.ids().threadId(),
                    summarized.summary()), summarized.ids(), inline.orElse(new byte[0]));
        });
    }

    /** What no reader gets of the octets. */
    static List<AssembledContent.Removed> removed(QueueEvent.MessageAccepted accepted) {
        return accepted.removed().stream().map(range -> new AssembledContent.Removed(range.start(), range.end())).toList();
    }

    private static List<StoredMessage.Range> ranges(QueueEvent.MessageAccepted accepted) {
        return accepted.removed().stream().map(range -> new StoredMessage.Range(range.start(), range.end())).toList();
    }

    private static CompletionStage<Void> feed(MessageSummarizer summarizer, Content octets, int chunk) {
        if (chunk >= octets.chunks()) {
            return CompletableFuture.completedFuture(null);
        }
        return octets.chunk(chunk).thenCompose(buffer -> {
            byte[] part = octets(buffer);
            summarizer.feed(part, 0, part.length);
            return feed(summarizer, octets, chunk + 1);
        });
    }

    static byte[] octets(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.duplicate().get(octets);
        return octets;
    }

    /**
     * Adds it; a second time it is found there already, and so is what its client has sent a second time to another node. Fails if the
     * mailbox does not answer, or it cannot be known whether it is that.
     */
    CompletionStage<Verdict> deliver(QueuedMessage message, Target.LocalMailbox target, Prepared prepared) {
        QueueEvent.MessageAccepted accepted = message.accepted().orElseThrow();
        Instant now = services.clock().instant();
        MailboxCommand.NewMessage added = new MailboxCommand.NewMessage(prepared.stored().size(), accepted.at(), Set.of(),
                new MailboxEvent.Origin(Optional.of(message.id()), accepted.fingerprint(), accepted.session(), Optional.empty()),
                prepared.ids(), now, accepted.octets(), prepared.stored().toOctets(), prepared.inline());
        return lines.add(target.mailbox(), added).thenCompose(verdict -> told(target, message.id(), accepted, added, List.of(), verdict));
    }

    private CompletionStage<Verdict> ask(MailboxId mailbox, MailboxCommand.AddMessages add) {
        return Asking.LATER.ask(entity(mailbox), replyTo -> new MailboxEntity.Request(add, replyTo));
    }

    private CompletionStage<Verdict> told(Target.LocalMailbox target, QueueId id, QueueEvent.MessageAccepted accepted, MailboxCommand.NewMessage added,
            List<QueueId> distinct, Verdict verdict) {
        return verdict instanceof Verdict.Doubtful doubtful ? resolve(target, id, accepted, added, distinct, doubtful) : held(target, accepted.octets(), verdict);
    }

    /** It is dropped only if the other one is durable in this very mailbox and both are one transaction (RFC 1047). */
    private CompletionStage<Verdict> resolve(Target.LocalMailbox target, QueueId id, QueueEvent.MessageAccepted accepted,
            MailboxCommand.NewMessage added, List<QueueId> distinct, Verdict.Doubtful doubtful) {
        return twins.areOne(accepted.fingerprint().orElseThrow(), new Twins.Message(id, accepted.at()), new Twins.Message(doubtful.other(), doubtful.accepted()))
                .thenCompose(one -> {
                    if (one) {
                        services.system().log().info("{}: its client has sent it twice, mailbox {} has it as {}", id, target.mailbox(), doubtful.other());
                        return CompletableFuture.completedFuture(new Verdict.Accepted(List.of(), doubtful.there()));
                    }
                    List<QueueId> others = Stream.concat(distinct.stream(), Stream.of(doubtful.other())).toList();
                    return ask(target.mailbox(), new MailboxCommand.AddMessages(List.of(added), List.of(), others))
                            .thenCompose(verdict -> told(target, id, accepted, added, others, verdict));
                });
    }

    /** Until the delivery is recorded the queued message holds the blob; from then on the mailbox's message does. */
    private CompletionStage<Verdict> held(Target.LocalMailbox target, OctetsPlace octets, Verdict verdict) {
        return octets instanceof OctetsPlace.InBlob blob && verdict instanceof Verdict.Accepted accepted && accepted.answer() instanceof Verdict.Added added
                ? services.blobs().held(blob.blob(), target.mailbox(), added.uids().get(0)).thenApply(unused -> verdict)
                : CompletableFuture.completedFuture(verdict);
    }

    /** The queue has recorded the delivery: the mailbox need not remember it. */
    void confirm(Target.LocalMailbox target, QueueId id) {
        entity(target.mailbox()).tell(new MailboxEntity.Confirm(List.of(id)));
    }

    private EntityRef<MailboxEntity.Message> entity(MailboxId mailbox) {
        return services.sharding().entityRefFor(MailboxEntity.TYPE, mailbox.value());
    }
}
