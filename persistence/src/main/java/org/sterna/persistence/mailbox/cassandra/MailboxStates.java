package org.sterna.persistence.mailbox.cassandra;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxSnapshot;

/** States of mailboxes made of what is stored, without their entities. */
public final class MailboxStates {
    private static final int ROWS = 1024;

    private final JournalReader journal;
    private final MailboxSnapshot snapshots = new MailboxSnapshot();

    public MailboxStates(JournalReader journal) {
        this.journal = journal;
    }

    static String persistenceId(MailboxId mailbox) {
        return "mailbox|" + mailbox;
    }

    /**
     * The state after this event, or after a later one, from the newest snapshot and the journal behind it.
     *
     * @param number of an event that the entity has acknowledged; 0 for none
     */
    public CompletionStage<Mailbox> load(MailboxId mailbox, long number) {
        return journal.snapshot(persistenceId(mailbox), snapshots)
                .thenCompose(found -> follow(mailbox, found.orElse(Mailbox.EMPTY), number));
    }

    /** The state after this event, from an earlier state and the journal behind it. */
    public CompletionStage<Mailbox> follow(MailboxId mailbox, Mailbox state, long number) {
        return state.events() >= number ? CompletableFuture.completedFuture(state) : journal.read(persistenceId(mailbox), state.events() + 1,
                Math.min(number, state.events() + ROWS)).thenComposeAsync(rows -> {
                    if (rows.isEmpty()) {
                        throw new IllegalStateException("event " + (state.events() + 1) + " of mailbox " + mailbox + " is missing");
                    }
                    return follow(mailbox, after(state, rows), number);
                });
    }

    /** The state after every event in the journal, without the help of a snapshot: what {@code check} compares others with. */
    public CompletionStage<Mailbox> replayed(MailboxId mailbox) {
        return replayed(mailbox, Mailbox.EMPTY);
    }

    private CompletionStage<Mailbox> replayed(MailboxId mailbox, Mailbox state) {
        return journal.read(persistenceId(mailbox), state.events() + 1, state.events() + ROWS).thenComposeAsync(rows ->
                rows.isEmpty() ? CompletableFuture.completedFuture(state) : replayed(mailbox, after(state, rows)));
    }

    /** The newest snapshot alone, {@link Mailbox#EMPTY} if there is none. */
    public CompletionStage<Mailbox> snapshot(MailboxId mailbox) {
        return journal.snapshot(persistenceId(mailbox), snapshots).thenApply(found -> found.orElse(Mailbox.EMPTY));
    }

    private static Mailbox after(Mailbox state, List<JournalRow> rows) {
        Mailbox next = state;
        for (JournalRow row : rows) {
            next = next.evolve(MailboxCodec.EVENTS.read(row.event()));
        }
        return next;
    }
}
