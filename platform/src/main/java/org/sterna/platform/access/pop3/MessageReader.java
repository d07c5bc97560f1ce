package org.sterna.platform.access.pop3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;

/**
 * Reads the messages of one maildrop. For a client that takes one after the other the next small ones are read with the one it
 * asks for, in one statement. One question at a time.
 */
final class MessageReader {
    /** Of messages that are read at once; also what a session holds at most. */
    private static final long MAX_OCTETS = 256 * 1024;
    private static final int MAX_MESSAGES = 64;
    /** What the row of a message usually has beside its octets. */
    private static final long SUMMARY = 1024;

    /**
     * A message.
     *
     * @param prefix how many of its first octets are not stored in chunks
     */
    record Found(Content content, int prefix) { }

    private final CassandraMessages store;
    private final OpenMaildrop maildrop;
    /** What was read ahead, by index: empty where there is no row any more. A map is never changed, and set by any thread. */
    private volatile Map<Integer, Optional<MessageRow>> ahead = Map.of();
    private int before = -1;

    MessageReader(CassandraMessages store, OpenMaildrop maildrop) {
        this.store = store;
        this.maildrop = maildrop;
    }

    /** Finds a message; empty if it was deleted meanwhile and removed for good. Fails if the store does. */
    CompletionStage<Optional<Found>> read(int index) {
        boolean next = index == before + 1;
        before = index;
        Map<Integer, Optional<MessageRow>> known = ahead;
        if (known.containsKey(index)) {
            return CompletableFuture.completedFuture(known.get(index).map(this::found));
        }
        ahead = Map.of();
        List<MessageEntry> entries = next ? run(index) : List.of(maildrop.entry(index));
        return store.read(maildrop.mailbox(), entries, true).thenApply(rows -> {
            Map<Integer, Optional<MessageRow>> read = byIndex(index, entries, rows);
            if (entries.size() > 1) {
                ahead = read;
            }
            return read.get(index).map(this::found);
        });
    }

    /** The message and those that follow it, as many as one statement may read. */
    private List<MessageEntry> run(int first) {
        List<MessageEntry> entries = new ArrayList<>();
        long octets = 0;
        for (int index = first; index < maildrop.count() && entries.size() < MAX_MESSAGES; index++) {
            MessageEntry entry = maildrop.entry(index);
            octets += entry.size() + SUMMARY;
            if (!entries.isEmpty() && (octets > MAX_OCTETS || CassandraMessages.bucket(entry) != CassandraMessages.bucket(entries.get(0)))) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    private static Map<Integer, Optional<MessageRow>> byIndex(int first, List<MessageEntry> entries, List<MessageRow> rows) {
        Map<Long, MessageRow> byUid = new HashMap<>();
        rows.forEach(row -> byUid.put(row.uid(), row));
        Map<Integer, Optional<MessageRow>> read = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            read.put(first + i, Optional.ofNullable(byUid.get(entries.get(i).uid())));
        }
        return read;
    }

    private Found found(MessageRow row) {
        StoredMessage message = row.message();
        return new Found(new AssembledContent(message.prefix(), store.octets(row), message.removed().stream()
                .map(range -> new AssembledContent.Removed(range.start(), range.end())).toList()), message.prefix().length);
    }
}
