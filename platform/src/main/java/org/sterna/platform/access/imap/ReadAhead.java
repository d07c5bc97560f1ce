package org.sterna.platform.access.imap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.platform.access.imap.SelectedMailbox.Numbered;

/**
 * Reads the rows of many messages, some pages ahead of who uses them. A page is one statement: messages of one bucket. What is
 * made of a page is made on a worker, at the same time for several pages; they are handed out in order. For the actor's thread.
 *
 * @param <T> what is made of a page
 */
final class ReadAhead<T> {
    /** Messages of a bucket are 256 at most: one statement for all of them. */
    private static final int MAX_MESSAGES = 256;
    /** Octets of a page, and of all pages that are read ahead: what a session holds at most. */
    private static final long MAX_OCTETS = 1 << 20;
    private static final long MAX_AHEAD = 3 << 20;
    /** Statements under way at a time: two keep a processor busy, more help where a bucket has few messages. */
    private static final int MAX_STATEMENTS = 8;
    private static final int MAX_MESSAGES_AHEAD = 1024;
    /** A row holds no more octets of a message than this. */
    private static final long MAX_INLINE = 64 * 1024;
    /** What a summary takes at most usually. */
    private static final long SUMMARY = 1024;

    /**
     * What is known of a page before its rows are read.
     *
     * @param seen   those of the messages that were given {@code \\Seen} for it
     * @param events number of the last event that the messages show
     */
    record Prepared(List<Numbered> messages, UidSet seen, long events) { }

    /** Messages with their rows; a message whose row is missing was removed for good. */
    record Page(Prepared prepared, Map<Long, MessageRow> rows) {
        List<Numbered> messages() {
            return prepared.messages();
        }

        Optional<MessageRow> row(Numbered message) {
            return Optional.ofNullable(rows.get(message.entry().uid()));
        }
    }

    private record UnderWay<T>(CompletionStage<T> made, int messages, long octets) { }

    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final MessageWalk walk;
    private final boolean withOctets;
    private final int copies;
    private final Function<List<Numbered>, CompletionStage<Prepared>> before;
    private final Function<Page, T> work;
    private final Deque<UnderWay<T>> underWay = new ArrayDeque<>();
    private Optional<Numbered> held = Optional.empty();
    private int messagesAhead;
    private long octetsAhead;

    /**
     * @param withOctets whether the octets in the rows are read, too
     * @param before     what must be done before a page is read; called on the actor
     * @param work       what is made of a page; called on a worker
     */
    ReadAhead(SessionScope scope, SelectedMailbox mailbox, MessageWalk walk, boolean withOctets,
            Function<List<Numbered>, CompletionStage<Prepared>> before, Function<Page, T> work) {
        this(scope, mailbox, walk, withOctets, 1, before, work);
    }

    /** @param copies how often the octets of a message may stand in what is made of it, 1 or more: memory is bounded with them counted */
    ReadAhead(SessionScope scope, SelectedMailbox mailbox, MessageWalk walk, boolean withOctets, int copies,
            Function<List<Numbered>, CompletionStage<Prepared>> before, Function<Page, T> work) {
        this.copies = copies;
        this.scope = scope;
        this.mailbox = mailbox;
        this.walk = walk;
        this.withOctets = withOctets;
        this.before = before;
        this.work = work;
    }

    /** What was made of the next page; empty at the end. Completes on any thread. */
    CompletionStage<Optional<T>> next() {
        fill();
        Optional<UnderWay<T>> first = Optional.ofNullable(underWay.poll());
        first.ifPresent(page -> {
            messagesAhead -= page.messages();
            octetsAhead -= page.octets();
        });
        return first.<CompletionStage<Optional<T>>>map(page -> page.made().thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private void fill() {
        while (underWay.size() < MAX_STATEMENTS && messagesAhead < MAX_MESSAGES_AHEAD && octetsAhead < MAX_AHEAD) {
            List<Numbered> page = page();
            if (page.isEmpty()) {
                return;
            }
            long octets = page.stream().mapToLong(this::octets).sum();
            messagesAhead += page.size();
            octetsAhead += octets;
            underWay.add(new UnderWay<>(before.apply(page).thenCompose(this::read).thenApplyAsync(work, scope.workers()),
                    page.size(), octets));
        }
    }

    private long octets(Numbered message) {
        return SUMMARY + (withOctets ? copies * Math.min(message.entry().size(), MAX_INLINE) : 0);
    }

    private List<Numbered> page() {
        List<Numbered> page = new ArrayList<>();
        long octets = 0;
        while (page.size() < MAX_MESSAGES) {
            if (held.isEmpty() && walk.next()) {
                held = Optional.of(new Numbered(walk.sequence(), walk.message().entry()));
            }
            if (held.isEmpty()) {
                break;
            }
            Numbered next = held.get();
            octets += octets(next);
            if (!page.isEmpty() && (octets > MAX_OCTETS || !fits(page.get(page.size() - 1), next))) {
                break;
            }
            page.add(next);
            held = Optional.empty();
        }
        return page;
    }

    /** What lies between two messages is read with them; if it would be octets, there must be nothing between them. */
    private boolean fits(Numbered before, Numbered next) {
        return CassandraMessages.bucket(next.entry()) == CassandraMessages.bucket(before.entry())
                && (!withOctets || next.sequence() == before.sequence() + 1);
    }

    private CompletionStage<Page> read(Prepared page) {
        List<MessageEntry> entries = page.messages().stream().map(Numbered::entry).toList();
        return scope.services().messages().read(mailbox.id(), entries, withOctets).thenApply(rows -> {
            Map<Long, MessageRow> byUid = new HashMap<>(rows.size() * 2);
            rows.forEach(row -> byUid.put(row.uid(), row));
            return new Page(page, byUid);
        });
    }
}
