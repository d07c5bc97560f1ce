package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;

/**
 * Messages of a search whose rows are read in one statement, and between them such as need none, so that all come in their
 * order. For the actor's thread, once its rows are there.
 */
final class SearchBatch {
    static final int MAX_ROWS = 256;
    private static final int MAX_CANDIDATES = 5000;
    private static final long MAX_OCTETS = 1 << 20;
    /** A row holds no more octets of a message than this. */
    private static final long MAX_INLINE = 64 * 1024;

    /**
     * A message that may match.
     *
     * @param index   in the mailbox
     * @param decided it does match, and nothing has to be read of it
     */
    record Candidate(MessageEntry entry, long sequence, int index, boolean decided) { }

    private final CassandraMessages messages;
    private final MailboxId mailbox;
    private final int maxRows;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<MessageEntry> entries = new ArrayList<>();
    private final Map<Long, MessageRow> rows = new HashMap<>();
    private CompletableFuture<Void> read = CompletableFuture.completedFuture(null);
    private boolean withOctets;
    private int lastIndex;
    private long octets;

    /** @param maxRows to read at most, {@link #MAX_ROWS} or less */
    SearchBatch(CassandraMessages messages, MailboxId mailbox, int maxRows) {
        this.messages = messages;
        this.mailbox = mailbox;
        this.maxRows = maxRows;
    }

    boolean isEmpty() {
        return candidates.isEmpty();
    }

    /** Whether rows are to be read. */
    boolean isReading() {
        return !entries.isEmpty();
    }

    /** Whether the message belongs to the same statement; what lies between two messages is read with them, which octets are not worth. */
    boolean takes(Candidate next, boolean content) {
        if (candidates.size() >= MAX_CANDIDATES) {
            return false;
        }
        return next.decided() || entries.isEmpty() || entries.size() < maxRows && content == withOctets
                && CassandraMessages.bucket(next.entry()) == CassandraMessages.bucket(entries.get(0))
                && (!content || next.index() == lastIndex + 1 && octets + Math.min(next.entry().size(), MAX_INLINE) <= MAX_OCTETS);
    }

    void add(Candidate next, boolean content) {
        candidates.add(next);
        if (!next.decided()) {
            entries.add(next.entry());
            withOctets = content;
            lastIndex = next.index();
            octets += Math.min(next.entry().size(), MAX_INLINE);
        }
    }

    List<Candidate> candidates() {
        return candidates;
    }

    /** Begins to read. */
    void read() {
        if (!entries.isEmpty()) {
            read = messages.read(mailbox, entries, withOctets)
                    .thenAccept(all -> all.forEach(row -> rows.put(row.uid(), row))).toCompletableFuture();
        }
    }

    /** Completes on any thread when the rows are there; fails as reading fails. */
    CompletionStage<Void> rows() {
        return read;
    }

    Optional<MessageRow> row(Candidate candidate) {
        return Optional.ofNullable(rows.get(candidate.entry().uid()));
    }

    /** The content of a message whose octets came with its row. */
    Optional<Content> contentAtHand(MessageRow row) {
        return row.inline().isPresent() ? Optional.of(assembled(row)) : Optional.empty();
    }

    /** The content of a message as a client reads it, whose octets are still to be read; empty if it is gone meanwhile. */
    CompletionStage<Optional<Content>> content(Candidate candidate, MessageRow row) {
        if (row.inline().isPresent() || row.message().octets() instanceof OctetsPlace.InBlob) {
            return CompletableFuture.completedFuture(Optional.of(assembled(row)));
        }
        return messages.read(mailbox, List.of(candidate.entry()), true).thenApply(all -> all.stream().findFirst().map(this::assembled));
    }

    private Content assembled(MessageRow row) {
        List<AssembledContent.Removed> removed = row.message().removed().stream()
                .map(range -> new AssembledContent.Removed(range.start(), range.end())).toList();
        return new AssembledContent(row.message().prefix(), messages.octets(row), removed);
    }
}
