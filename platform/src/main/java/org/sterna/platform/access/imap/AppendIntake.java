package org.sterna.platform.access.imap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.mailbox.MailboxCommand.NewMessage;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.platform.summary.MessageSummarizer;
import org.sterna.protocols.imap.AppendPart;
import org.sterna.protocols.imap.Flag;

/**
 * One message of an APPEND (RFC 9051 section 6.3.12) on its way in: a small one is kept until it is complete, a large one goes
 * into chunks, each durable before the next octets are asked for. It is in no mailbox yet. For the actor's thread.
 */
final class AppendIntake {
    /** Octets up to which a message is stored in its own row. */
    static final int MAX_INLINE = 64 * 1024;

    private final SessionScope scope;
    private final AppendPart.Message message;
    private final int maxInline;
    private final MessageSummarizer summarizer;
    private final BlobId blob;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
    private long size;
    private int chunks;

    /** @param maxInline octets up to which this one may be stored in its own row, at most {@link #MAX_INLINE} */
    AppendIntake(SessionScope scope, AppendPart.Message message, int maxInline) {
        this.scope = scope;
        this.message = message;
        this.maxInline = maxInline;
        this.summarizer = new MessageSummarizer(scope.services().random());
        this.blob = BlobId.random(scope.services().random());
    }

    /** Octets taken so far. */
    long size() {
        return size;
    }

    /** Octets that {@link #take} can take now; 1 or more. */
    int room() {
        return CassandraBlobs.CHUNK - kept.size();
    }

    /** Takes octets, no more than there is room for; completes when the next may come. */
    CompletionStage<Void> take(byte[] octets) {
        summarizer.feed(octets);
        kept.writeBytes(octets);
        size += octets.length;
        return kept.size() == CassandraBlobs.CHUNK ? writeChunk() : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> writeChunk() {
        ByteBuffer chunk = ByteBuffer.wrap(kept.toByteArray());
        kept.reset();
        return scope.services().blobs().write(blob, chunks++, chunk, Optional.empty());
    }

    /** The message, ready to be added; completes when all its octets are durable that are not in its row. */
    CompletionStage<NewMessage> finish() {
        boolean inline = chunks == 0 && size <= maxInline;
        CompletionStage<Void> stored = !inline && kept.size() > 0 ? writeChunk() : CompletableFuture.completedFuture(null);
        byte[] octets = inline ? kept.toByteArray() : new byte[0];
        MessageSummarizer.Summarized summarized = summarizer.finish();
        OctetsPlace place = inline ? new OctetsPlace.Inline(size) : new OctetsPlace.InBlob(blob, size);
        byte[] row = new StoredMessage(new byte[0], List.of(), place, summarized.ids().emailId(), summarized.ids().threadId(),
                summarized.summary()).toOctets();
        Instant now = scope.services().clock().instant();
        Set<String> flags = message.flags().stream().map(Flag::name).collect(Collectors.toSet());
        MailboxEvent.Origin origin = new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.of(scope.id()), Optional.empty());
        NewMessage made = new NewMessage(size, message.date().map(date -> date.toInstant()).orElse(now), flags, origin,
                summarized.ids(), now, place, row, octets);
        return stored.thenApply(unused -> made);
    }

    /** Deletes what was written. Only if the message was added to no mailbox. */
    void discard() {
        if (chunks > 0) {
            scope.services().blobs().discard(blob, chunks);
        }
    }
}
