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
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.platform.summary.MessageSummarizer;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapCommand;

/**
 * The message of one APPEND (RFC 3501 section 6.3.11) on its way in: small ones are kept until they are complete, large ones go
 * into chunks, each durable before the next octets are asked for. Nothing is in the mailbox before {@link #finish}.
 */
final class AppendIntake {
    /** Octets up to which a message is stored in its own row. */
    static final int MAX_INLINE = 64 * 1024;

    private final SessionScope scope;
    private final Folder folder;
    private final ImapCommand.Append append;
    private final MessageSummarizer summarizer;
    private final BlobId blob;
    private final ByteArrayOutputStream kept;
    private int chunks;

    AppendIntake(SessionScope scope, Folder folder, ImapCommand.Append append) {
        this.scope = scope;
        this.folder = folder;
        this.append = append;
        this.summarizer = new MessageSummarizer(scope.services().random());
        this.blob = BlobId.random(scope.services().random());
        this.kept = new ByteArrayOutputStream((int) Math.min(append.size(), isInline() ? MAX_INLINE : CassandraBlobs.CHUNK));
    }

    private boolean isInline() {
        return append.size() <= MAX_INLINE;
    }

    Folder folder() {
        return folder;
    }

    /** Octets that {@link #take} can take now; 1 or more. */
    int room() {
        return isInline() ? Integer.MAX_VALUE : CassandraBlobs.CHUNK - kept.size();
    }

    /** Takes octets, no more than there is room for; completes when the next may come. */
    CompletionStage<Void> take(byte[] octets) {
        summarizer.feed(octets);
        kept.writeBytes(octets);
        return !isInline() && kept.size() == CassandraBlobs.CHUNK ? writeChunk() : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> writeChunk() {
        ByteBuffer chunk = ByteBuffer.wrap(kept.toByteArray());
        kept.reset();
        return scope.services().blobs().write(blob, chunks++, chunk, Optional.empty());
    }

    /** Adds the message to the mailbox; completes when it is durable. */
    CompletionStage<Verdict.Added> finish() {
        CompletionStage<Void> stored = !isInline() && kept.size() > 0 ? writeChunk() : CompletableFuture.completedFuture(null);
        MessageSummarizer.Summarized summarized = summarizer.finish();
        OctetsPlace place = isInline() ? new OctetsPlace.Inline(append.size()) : new OctetsPlace.InBlob(blob, append.size());
        byte[] row = new StoredMessage(new byte[0], List.of(), place, summarized.ids().emailId(), summarized.ids().threadId(),
                summarized.summary()).toOctets();
        Instant now = scope.services().clock().instant();
        Set<String> flags = append.flags().stream().map(Flag::name).collect(Collectors.toSet());
        MailboxEvent.Origin origin = new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.of(scope.id()), Optional.empty());
        MailboxCommand.NewMessage message = new MailboxCommand.NewMessage(append.size(),
                append.date().map(date -> date.toInstant()).orElse(now), flags, origin, summarized.ids(), now, place, row,
                isInline() ? kept.toByteArray() : new byte[0]);
        return stored.thenCompose(unused -> scope.folders().ask(folder, new MailboxCommand.AddMessages(List.of(message), List.of())))
                .thenCompose(answer -> refer((Verdict.Added) answer));
    }

    /** The blob's reference names the UID, so it can only follow; without it the message is taken out again. */
    private CompletionStage<Verdict.Added> refer(Verdict.Added added) {
        if (isInline()) {
            return CompletableFuture.completedFuture(added);
        }
        long uid = added.uids().get(0);
        return scope.services().blobs().refer(blob, folder.mailbox() + "/" + uid, Optional.empty()).handle((unused, failure) -> failure == null
                ? CompletableFuture.completedFuture(added)
                : scope.folders().ask(folder, new MailboxCommand.Expunge(UidSet.of(uid), false))
                        .thenCompose(answer -> CompletableFuture.<Verdict.Added>failedFuture(failure))).thenCompose(stage -> stage);
    }

    /** The client went away: deletes what was written. Call it only if {@link #finish} was not. */
    void discard() {
        if (chunks > 0) {
            scope.services().blobs().discard(blob, chunks);
        }
    }
}
