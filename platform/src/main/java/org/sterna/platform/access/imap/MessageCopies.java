package org.sterna.platform.access.imap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.MailboxCommand.NewMessage;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.platform.access.imap.SelectedMailbox.Numbered;

/**
 * Copies of messages of the selected mailbox, made a page at a time. Octets in a blob are not copied, the copy holds the same blob.
 * A copy names its source, so one that is made a second time, because an answer was lost, is still one. For the actor's thread.
 */
final class MessageCopies {
    private final SessionScope scope;
    private final SelectedMailbox source;
    private final Folder target;
    private final List<Long> sourceUids = new ArrayList<>();
    private final List<Long> targetUids = new ArrayList<>();
    private long uidValidity;

    MessageCopies(SessionScope scope, SelectedMailbox source, Folder target) {
        this.scope = scope;
        this.source = source;
        this.target = target;
    }

    Folder target() {
        return target;
    }

    /** Leaves copies out, as if they had not been made; answers what their UIDs in the target are. */
    UidSet without(UidSet sources) {
        List<Long> copies = new ArrayList<>();
        for (int i = sourceUids.size() - 1; i >= 0; i--) {
            if (sources.contains(sourceUids.get(i))) {
                sourceUids.remove(i);
                copies.add(targetUids.remove(i));
            }
        }
        return UidSet.of(copies.stream().mapToLong(Long::longValue).sorted());
    }

    /** UIDs of what was copied, ascending. */
    List<Long> sourceUids() {
        return sourceUids;
    }

    /** Those of the copies, in the same order. */
    List<Long> targetUids() {
        return targetUids;
    }

    /** Of the target; known when something was copied. */
    long uidValidity() {
        return uidValidity;
    }

    /**
     * Copies messages; those before a failure are in the lists.
     *
     * @param run names the COPY or MOVE
     */
    CompletionStage<Void> copy(UidSet uids, long run, Progress progress, long total) {
        ReadAhead<List<NewMessage>> pages = new ReadAhead<>(scope, source, new MessageWalk(source, uids, -1), true,
                page -> CompletableFuture.completedFuture(new ReadAhead.Prepared(page, UidSet.EMPTY, source.state().events())),
                page -> copies(page, run));
        return Repetition.whileNext(scope.actor(), pages::next, page -> {
            progress.at(sourceUids.size(), total);
            return add(page);
        });
    }

    /** A message whose row is gone was expunged before the retention: it is not there any more. */
    private List<NewMessage> copies(ReadAhead.Page page, long run) {
        List<NewMessage> copies = new ArrayList<>();
        for (Numbered message : page.messages()) {
            page.row(message).ifPresent(row -> copies.add(copy(message.entry(), row, run)));
        }
        return copies;
    }

    private CompletionStage<Void> add(List<NewMessage> copies) {
        if (copies.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return new MessageAddition(scope, target, copies, MessageAddition.Octets.SHARED).add().thenAcceptAsync(added -> {
            uidValidity = added.uidValidity();
            copies.forEach(copy -> sourceUids.add(copy.origin().source().orElseThrow().uid()));
            targetUids.addAll(added.uids());
        }, scope.actor());
    }

    /** EMAILID and THREADID stay (RFC 8474 section 5.1), as do flags and internal date. */
    private NewMessage copy(MessageEntry entry, MessageRow row, long run) {
        StoredMessage stored = row.message();
        MailboxEvent.Origin origin = new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.of(scope.id()),
                Optional.of(new MailboxEvent.Source(source.id(), entry.uid(), run)));
        return new NewMessage(entry.size(), entry.internalDate(), Set.copyOf(Flags.names(entry.flags(), source.state().keywords())),
                origin, new MailboxEvent.ObjectIds(stored.emailId(), stored.threadId()), scope.services().clock().instant(),
                stored.octets(), stored.toOctets(), row.inline().map(MessageCopies::octets).orElse(new byte[0]));
    }

    private static byte[] octets(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.duplicate().get(octets);
        return octets;
    }

    /** A copy into the selected mailbox itself is seen before the answer. */
    CompletionStage<Void> appearing() {
        if (!target.mailbox().equals(source.id()) || targetUids.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long last = targetUids.get(targetUids.size() - 1);
        return source.until(state -> state.uidNext() > last);
    }
}
