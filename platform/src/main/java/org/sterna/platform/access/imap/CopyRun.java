package org.sterna.platform.access.imap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.platform.access.imap.SelectedMailbox.Numbered;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.StatusResponse;

/**
 * One COPY (RFC 3501 section 6.4.7) or MOVE (RFC 6851), a page at a time. If a page cannot be copied, those before it are taken
 * back: all messages are copied, or none. Octets in a blob are not copied, the copy refers to the same blob.
 */
final class CopyRun {
    private final SessionScope scope;
    private final SelectedMailbox source;
    private final MailboxName targetName;
    private final List<Numbered> messages;
    private final List<Long> sourceUids = new ArrayList<>();
    private final List<Long> targetUids = new ArrayList<>();
    private long targetUidValidity;

    CopyRun(SessionScope scope, SelectedMailbox source, SequenceSet set, Numbering numbering, MailboxName target) {
        this.scope = scope;
        this.source = source;
        this.targetName = target;
        this.messages = source.resolve(set, numbering);
    }

    CompletionStage<StatusResponse> copy() {
        return scope.folders().target(targetName).thenComposeAsync(this::copyTo, scope.actor()).thenApplyAsync(unused -> {
            StatusResponse done = StatusResponse.ok("COPY completed");
            return ImapResponses.copyUid(targetUidValidity, sourceUids, targetUids).map(done::withCode).orElse(done);
        }, scope.actor());
    }

    CompletionStage<StatusResponse> move() {
        return scope.folders().target(targetName).thenComposeAsync(target -> messages.isEmpty()
                ? CompletableFuture.completedFuture(null) : moveTo(target), scope.actor()).thenApply(unused -> StatusResponse.ok("MOVE completed"));
    }

    /** The intent first, so that a move that a crash cut off can be told from a copy. */
    private CompletionStage<Void> moveTo(Folder target) {
        UidSet moving = UidSet.of(messages.stream().mapToLong(message -> message.entry().uid()));
        return scope.folders().ask(source.folder(), new MailboxCommand.StartMove(target.mailbox(), moving))
                .thenComposeAsync(answer -> copyTo(target), scope.actor())
                .thenCompose(unused -> scope.folders().ask(source.folder(), new MailboxCommand.FinishMove(target.mailbox(), moving)))
                .thenComposeAsync(answer -> source.until(state -> moving.stream().noneMatch(uid -> state.messages().find(uid).isPresent())),
                        scope.actor())
                .thenRunAsync(() -> ImapResponses.copyUid(targetUidValidity, sourceUids, targetUids).ifPresent(code ->
                        scope.output().write(ImapResponses.untagged(StatusResponse.ok("Moved").withCode(code)))), scope.actor());  // RFC 6851 section 4.3
    }

    private CompletionStage<Void> copyTo(Folder target) {
        RowPages pages = new RowPages(scope.services().messages(), source.id(), messages, true);
        CompletionStage<Void> copied = Repetition.of(scope.actor(), () -> {
            List<Numbered> page = pages.next();
            return page.isEmpty() ? Optional.empty()
                    : Optional.of(pages.read(page).thenComposeAsync(rows -> add(target, page, rows), scope.actor()));
        });
        return copied.thenComposeAsync(unused -> appearing(target), scope.actor()).handleAsync((unused, failure) ->
                failure == null ? CompletableFuture.<Void>completedFuture(null) : takeBack(target, failure), scope.actor())
                .thenCompose(stage -> stage);
    }

    /** A copy into the selected mailbox itself is seen before the answer. */
    private CompletionStage<Void> appearing(Folder target) {
        if (!target.mailbox().equals(source.id()) || targetUids.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long last = targetUids.get(targetUids.size() - 1);
        return source.until(state -> state.uidNext() > last);
    }

    private CompletionStage<Void> add(Folder target, List<Numbered> page, Map<Long, MessageRow> rows) {
        List<MailboxCommand.NewMessage> copies = new ArrayList<>();
        List<Long> originals = new ArrayList<>();
        List<OctetsPlace> places = new ArrayList<>();
        for (Numbered message : page) {
            MessageRow row = Optional.ofNullable(rows.get(message.entry().uid()))
                    .orElseThrow(() -> new IllegalStateException("no row of UID " + message.entry().uid()));
            copies.add(copy(message.entry(), row));
            originals.add(message.entry().uid());
            places.add(row.message().octets());
        }
        return scope.folders().ask(target, new MailboxCommand.AddMessages(copies, List.of())).thenComposeAsync(answer -> {
            Verdict.Added added = (Verdict.Added) answer;
            targetUidValidity = added.uidValidity();
            sourceUids.addAll(originals);
            targetUids.addAll(added.uids());
            List<CompletionStage<Void>> references = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                if (places.get(i) instanceof OctetsPlace.InBlob blob) {
                    references.add(scope.services().blobs().refer(blob.blob(), target.mailbox() + "/" + added.uids().get(i), Optional.empty()));
                }
            }
            return CompletableFuture.allOf(references.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
        }, scope.actor());
    }

    /** EMAILID and THREADID stay (RFC 8474 section 5.1), as do flags and internal date. */
    private MailboxCommand.NewMessage copy(MessageEntry entry, MessageRow row) {
        StoredMessage stored = row.message();
        MailboxEvent.Origin origin = new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.of(scope.id()),
                Optional.of(new MailboxEvent.Source(source.id(), entry.uid())));
        return new MailboxCommand.NewMessage(entry.size(), entry.internalDate(), Set.copyOf(Flags.names(entry.flags(), source.state().keywords())),
                origin, new MailboxEvent.ObjectIds(stored.emailId(), stored.threadId()), scope.services().clock().instant(),
                stored.octets(), stored.toOctets(), row.inline().map(CopyRun::octets).orElse(new byte[0]));
    }

    private static byte[] octets(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.duplicate().get(octets);
        return octets;
    }

    /** Fails as the copy did. */
    private CompletionStage<Void> takeBack(Folder target, Throwable failure) {
        CompletionStage<Void> failed = CompletableFuture.failedFuture(failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause() : failure);
        if (targetUids.isEmpty()) {
            return failed;
        }
        UidSet copies = UidSet.of(targetUids.stream().mapToLong(Long::longValue));
        return scope.folders().ask(target, new MailboxCommand.Expunge(copies, false)).handle((answer, second) -> failed).thenCompose(stage -> stage);
    }
}
