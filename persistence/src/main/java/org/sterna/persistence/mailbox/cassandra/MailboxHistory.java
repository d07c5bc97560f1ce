package org.sterna.persistence.mailbox.cassandra;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.AddedNumbers;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.Repetition;
import org.sterna.persistence.mailbox.Swept;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;

/** What has happened to a mailbox, from its journal, in pages. Its last events may be such that are not acknowledged yet. */
public final class MailboxHistory {
    private static final int ROWS = 256;
    /** Events that are read at most for one answer to {@link #expunged}. */
    private static final int MAX_ROWS = 4096;

    /** How far the clocks of two nodes may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final JournalReader journal;

    public MailboxHistory(JournalReader journal) {
        this.journal = journal;
    }

    /** @param number of the event in its mailbox, from 1: the MODSEQ of what it changed */
    public record Entry(long number, MailboxEvent event) {
        public Instant at() {
            return event.by().at();
        }
    }

    /** @param next where the next page begins; empty if there is none */
    public record Page(List<Entry> entries, Optional<Long> next) { }

    /** A message that left: its row is in the bucket of the event that added it. */
    public record Expunged(long uid, long added, Instant at) { }

    /**
     * @param swept what to tell the mailbox when these messages' content is gone, and where to go on
     * @param more  whether there is more to be swept already
     */
    public record Due(List<Expunged> messages, Swept swept, boolean more) { }

    /** Events with this number and higher ones, rising. */
    public CompletionStage<Page> forward(MailboxId mailbox, long from, int limit) {
        return read(mailbox, Math.max(1, from), limit).thenApply(entries ->
                new Page(entries, entries.size() < limit ? Optional.empty() : Optional.of(Math.max(1, from) + limit)));
    }

    /**
     * Events with lower numbers, falling.
     *
     * @param before {@link Long#MAX_VALUE} to begin with the last one
     */
    public CompletionStage<Page> backward(MailboxId mailbox, long before, int limit) {
        if (before == Long.MAX_VALUE) {
            return journal.last(MailboxStates.persistenceId(mailbox)).thenCompose(last -> backward(mailbox, last + 1, limit));
        }
        long from = Math.max(1, before - limit);
        return read(mailbox, from, (int) (before - from)).thenApply(entries -> {
            List<Entry> falling = new ArrayList<>(entries);
            Collections.reverse(falling);
            return new Page(falling, from == 1 ? Optional.empty() : Optional.of(from));
        });
    }

    private CompletionStage<List<Entry>> read(MailboxId mailbox, long from, int count) {
        return journal.read(MailboxStates.persistenceId(mailbox), from, from + count - 1).thenApply(rows -> rows.stream().map(MailboxHistory::entry).toList());
    }

    private static Entry entry(JournalRow row) {
        return new Entry(row.number(), MailboxCodec.EVENTS.read(row.event()));
    }

    /** UIDs of copies here, by the UID of their source, that one run has made since that time. */
    public CompletionStage<Map<Long, Long>> copies(MailboxId mailbox, MailboxId source, long run, Instant since) {
        return copies(mailbox, source, run, since, Long.MAX_VALUE, new HashMap<>());
    }

    private CompletionStage<Map<Long, Long>> copies(MailboxId mailbox, MailboxId source, long run, Instant since, long before, Map<Long, Long> found) {
        return backward(mailbox, before, ROWS).thenCompose(page -> {
            for (Entry entry : page.entries()) {
                if (entry.event() instanceof MailboxEvent.MessageAdded added) {
                    added.origin().source().filter(from -> from.run() == run && from.mailbox().equals(source))
                            .ifPresent(from -> found.put(from.uid(), added.uid()));
                }
            }
            boolean done = page.next().isEmpty() || page.entries().stream().allMatch(entry -> entry.at().isBefore(since));
            return done ? CompletableFuture.completedFuture(found) : copies(mailbox, source, run, since, page.next().get(), found);
        });
    }

    /**
     * What this command was answered when it came before, if it is one of those that a mailbox does not know by its state.
     *
     * @param state up to whose last event is looked
     */
    public CompletionStage<Optional<Verdict.Answer>> answer(MailboxId mailbox, Mailbox state, MailboxCommand command) {
        return answer(mailbox, state, command, Repetition.by(command).at().minus(CLOCKS), state.events() + 1, new ArrayList<>());
    }

    private CompletionStage<Optional<Verdict.Answer>> answer(MailboxId mailbox, Mailbox state, MailboxCommand command, Instant since, long before,
            List<MailboxEvent> found) {
        return backward(mailbox, before, ROWS).thenCompose(page -> {
            page.entries().forEach(entry -> found.add(entry.event()));
            boolean done = page.next().isEmpty() || found.size() >= MAX_ROWS || page.entries().stream().allMatch(entry -> entry.at().isBefore(since));
            return done ? CompletableFuture.completedFuture(Repetition.answer(state, command, found, state.events()))
                    : answer(mailbox, state, command, since, page.next().get(), found);
        });
    }

    /**
     * Messages that left before that time and whose content is still stored. That of a mailbox that was deleted is not among
     * them: all of its rows are.
     *
     * @param from   how far everything is swept: {@code Mailbox.sweep().swept()}, or what {@link Due#swept} said last
     * @param last   the last event that counts
     * @param limit  of messages
     */
    public CompletionStage<Due> expunged(MailboxId mailbox, Swept from, long last, Instant before, int limit) {
        return expunged(mailbox, from, last, before, limit, MAX_ROWS, new ArrayList<>());
    }

    private CompletionStage<Due> expunged(MailboxId mailbox, Swept from, long last, Instant before, int limit, int rows, List<Expunged> found) {
        int count = (int) Math.min(ROWS, last - from.number());
        if (count <= 0) {
            return CompletableFuture.completedFuture(new Due(found, new Swept(last, 0, Optional.empty()), false));
        }
        return read(mailbox, from.number() + 1, count).thenCompose(entries -> {
            Swept swept = from;
            for (Entry entry : entries) {
                boolean leaves = left(entry.event()).isPresent() || entry.event() instanceof MailboxEvent.MailboxDeleted;
                if (leaves && !entry.at().isBefore(before)) {
                    return CompletableFuture.completedFuture(new Due(found, new Swept(entry.number() - 1, swept.uid(), Optional.of(entry.at())), false));
                }
                long end = collect(entry, swept.uid(), limit, found);
                if (end > 0) {
                    return CompletableFuture.completedFuture(new Due(found, new Swept(entry.number() - 1, end, Optional.of(entry.at())), true));
                }
                swept = new Swept(entry.number(), 0, from.next());
            }
            if (entries.size() < count || rows <= ROWS) {
                return CompletableFuture.completedFuture(new Due(found, swept, entries.size() == count));
            }
            return expunged(mailbox, swept, last, before, limit, rows - ROWS, found);
        });
    }

    private record Left(UidSet uids, AddedNumbers added) { }

    private static Optional<Left> left(MailboxEvent event) {
        return event instanceof MailboxEvent.MessagesExpunged expunged ? Optional.of(new Left(expunged.uids(), expunged.added()))
                : event instanceof MailboxEvent.MessagesMovedAway moved ? Optional.of(new Left(moved.uids(), moved.added())) : Optional.empty();
    }

    /** Adds messages behind a UID until there are enough; the UID up to which they were added, 0 if all of them were. */
    private static long collect(Entry entry, long behind, int limit, List<Expunged> found) {
        Optional<Left> left = left(entry.event());
        if (left.isEmpty()) {
            return 0;
        }
        long[] lastAndMore = new long[2];
        left.get().added().forEach(left.get().uids(), (uid, added) -> {
            if (uid > behind && found.size() < limit) {
                found.add(new Expunged(uid, added, entry.at()));
                lastAndMore[0] = uid;
            } else if (uid > behind) {
                lastAndMore[1] = 1;
            }
        });
        return lastAndMore[1] == 0 ? 0 : Math.max(lastAndMore[0], behind);
    }
}
