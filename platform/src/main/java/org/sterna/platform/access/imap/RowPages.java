package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.platform.access.imap.SelectedMailbox.Numbered;

/**
 * Reads the rows of many messages, a page in one statement: messages of one bucket, a hundred at most, and a megabyte at
 * most if their octets come along. For the actor's thread.
 */
final class RowPages {
    private static final int MAX_MESSAGES = 100;
    private static final long MAX_OCTETS = 1 << 20;
    /** A row holds no more octets of a message than this. */
    private static final long MAX_INLINE = 64 * 1024;

    private final CassandraMessages messages;
    private final MailboxId mailbox;
    private final List<Numbered> wanted;
    private final boolean withOctets;
    private int at;

    RowPages(CassandraMessages messages, MailboxId mailbox, List<Numbered> wanted, boolean withOctets) {
        this.messages = messages;
        this.mailbox = mailbox;
        this.wanted = wanted;
        this.withOctets = withOctets;
    }

    /** The messages of the next page; empty at the end. */
    List<Numbered> next() {
        List<Numbered> page = new ArrayList<>();
        long octets = 0;
        while (at < wanted.size() && page.size() < MAX_MESSAGES) {
            Numbered next = wanted.get(at);
            octets += Math.min(next.entry().size(), MAX_INLINE);
            if (!page.isEmpty() && (!fits(page.get(page.size() - 1), next, page.get(0)) || withOctets && octets > MAX_OCTETS)) {
                break;
            }
            page.add(next);
            at++;
        }
        return page;
    }

    /** What lies between two messages is read with them; if it would be octets, there must be nothing between them. */
    private boolean fits(Numbered before, Numbered next, Numbered first) {
        return CassandraMessages.bucket(next.entry()) == CassandraMessages.bucket(first.entry())
                && (!withOctets || next.sequence() == before.sequence() + 1);
    }

    /** The rows of a page by UID. */
    CompletionStage<Map<Long, MessageRow>> read(List<Numbered> page) {
        List<MessageEntry> entries = page.stream().map(Numbered::entry).toList();
        return messages.read(mailbox, entries, withOctets).thenApply(rows ->
                rows.stream().collect(Collectors.toMap(MessageRow::uid, Function.identity(), (one, same) -> one, HashMap::new)));
    }

    /** The content of one message as a client reads it; its row is read again if that was done without the octets. */
    CompletionStage<Content> content(MessageEntry entry, MessageRow row) {
        if (row.inline().isPresent() || row.message().octets() instanceof OctetsPlace.InBlob) {
            return CompletableFuture.completedFuture(assembled(row));
        }
        return messages.read(mailbox, List.of(entry), true).thenApply(rows -> assembled(rows.stream().findFirst()
                .orElseThrow(() -> lost(entry.uid()))));
    }

    private Content assembled(MessageRow row) {
        List<AssembledContent.Removed> removed = row.message().removed().stream()
                .map(range -> new AssembledContent.Removed(range.start(), range.end())).toList();
        return new AssembledContent(row.message().prefix(), messages.octets(row), removed);
    }

    MessageRow row(Map<Long, MessageRow> rows, long uid) {
        return Optional.ofNullable(rows.get(uid)).orElseThrow(() -> lost(uid));
    }

    private IllegalStateException lost(long uid) {
        return new IllegalStateException("mailbox " + mailbox + " has no row of UID " + uid);
    }
}
