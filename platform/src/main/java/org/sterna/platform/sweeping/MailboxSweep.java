package org.sterna.platform.sweeping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.sterna.persistence.blob.BlobHolder;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Swept;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory.Expunged;
import org.sterna.persistence.mailbox.cassandra.MailboxStates;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.sweeping.StoredRow;
import org.sterna.persistence.sweeping.cassandra.MessageRows;
import org.sterna.platform.asking.Asking;

/**
 * Removes what is left of messages that left a mailbox longer than the retention ago: first the reference, then the row; then the mailbox is told.
 * Cut off anywhere, it begins again at the same place and does what is left.
 */
final class MailboxSweep {
    private static final int PAGE = 500;

    private final ClusterSharding sharding;
    private final MailboxHistory history;
    private final MailboxStates states;
    private final MessageRows rows;
    private final CassandraBlobs blobs;
    private final BlobSweep blobSweep;
    private final Clock clock;

    MailboxSweep(ClusterSharding sharding, MailboxHistory history, MailboxStates states, MessageRows rows, CassandraBlobs blobs, BlobSweep blobSweep,
            Clock clock) {
        this.sharding = sharding;
        this.history = history;
        this.states = states;
        this.rows = rows;
        this.blobs = blobs;
        this.blobSweep = blobSweep;
        this.clock = clock;
    }

    private EntityRef<MailboxEntity.Message> entity(MailboxId mailbox) {
        return sharding.entityRefFor(MailboxEntity.TYPE, mailbox.value());
    }

    /**
     * Messages of a mailbox that is there. A mailbox with nothing to remove costs one question.
     *
     * @param before what was expunged earlier goes
     */
    CompletionStage<Void> expunged(MailboxId mailbox, Instant before, Pace pace, SweepReport report) {
        report.mailboxes.incrementAndGet();
        return Asking.LATER.<MailboxEntity.Message, Totals>ask(entity(mailbox), MailboxEntity.Count::new).thenCompose(totals ->
                totals.unswept().filter(at -> at.isBefore(before)).isEmpty() ? CompletableFuture.completedFuture(null)
                        : states.load(mailbox, totals.highestModSeq()).thenCompose(state -> expunged(mailbox, state, before, pace, report)));
    }

    private CompletionStage<Void> expunged(MailboxId mailbox, Mailbox state, Instant before, Pace pace, SweepReport report) {
        AtomicReference<Swept> from = new AtomicReference<>(state.sweep().swept());
        return Steps.whileTrue(() -> history.expunged(mailbox, from.get(), state.events(), before, PAGE).thenCompose(due ->
                Steps.each(due.messages(), each -> pace.step().thenCompose(unused -> remove(mailbox, each, report)))
                        .thenCompose(unused -> Asking.LATER.<MailboxEntity.Message, Verdict>ask(entity(mailbox), replyTo -> new MailboxEntity.Request(
                                new MailboxCommand.MarkSwept(due.swept(), By.nobody(clock.instant())), replyTo)))
                        .thenApply(marked -> {
                            from.set(due.swept());
                            return due.more();
                        })));
    }

    private CompletionStage<Void> remove(MailboxId mailbox, Expunged message, SweepReport report) {
        return rows.find(mailbox, message.uid(), message.added()).thenCompose(found -> found.isEmpty() ? CompletableFuture.completedFuture(null)
                : released(mailbox, found.get(), report).thenCompose(unused -> rows.delete(mailbox, message.uid(), message.added()))
                        .thenRun(report.messages::incrementAndGet));
    }

    private CompletionStage<Void> released(MailboxId mailbox, StoredRow row, SweepReport report) {
        return row.message().octets() instanceof OctetsPlace.InBlob blob
                ? blobs.unrefer(blob.blob(), new BlobHolder.Message(mailbox, row.uid())).thenCompose(unused -> blobSweep.released(blob.blob(), report))
                : CompletableFuture.completedFuture(null);
    }

    /** Everything of a mailbox that was deleted. Its events stay. */
    CompletionStage<Void> gone(MailboxId mailbox, Pace pace, SweepReport report) {
        return Asking.LATER.<MailboxEntity.Message, Totals>ask(entity(mailbox), MailboxEntity.Count::new).thenCompose(totals -> {
            if (totals.id().isPresent() && !totals.gone()) {        // the account had named it no more, and ended before it could say so
                return Asking.LATER.<MailboxEntity.Message, Verdict>ask(entity(mailbox), replyTo ->
                        new MailboxEntity.Request(new MailboxCommand.Delete(By.nobody(clock.instant())), replyTo)).thenApply(verdict -> totals.highestModSeq() + 1);
            }
            return CompletableFuture.completedFuture(totals.highestModSeq());
        }).thenCompose(events -> buckets(mailbox, 0, MessageRows.bucket(events), pace, report)).thenRun(report.goneMailboxes::incrementAndGet);
    }

    private CompletionStage<Void> buckets(MailboxId mailbox, long bucket, long last, Pace pace, SweepReport report) {
        if (bucket > last) {
            return CompletableFuture.completedFuture(null);
        }
        return pace.step().thenCompose(unused -> rows.bucket(mailbox, bucket, false)).thenCompose(all -> all.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : Steps.each(all, row -> pace.step().thenCompose(unused -> released(mailbox, row, report)))
                        .thenCompose(unused -> rows.deleteBucket(mailbox, bucket)).thenRun(() -> report.messages.addAndGet(all.size())))
                .thenComposeAsync(unused -> buckets(mailbox, bucket + 1, last, pace, report));
    }
}
