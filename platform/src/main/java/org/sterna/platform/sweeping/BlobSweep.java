package org.sterna.platform.sweeping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.BlobHolder;
import org.sterna.persistence.blob.cassandra.BlobCensus;
import org.sterna.persistence.blob.cassandra.BlobCensus.Part;
import org.sterna.persistence.blob.cassandra.BlobCensus.Reference;
import org.sterna.persistence.blob.cassandra.BlobCensus.Standing;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.mailbox.MailboxEvent.MessageAdded;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory;
import org.sterna.persistence.sweeping.cassandra.MessageRows;

/** Looks at blobs one at a time: settles what was announced, condemns what nobody holds, deletes what was condemned. */
final class BlobSweep {
    /** Clocks of nodes and store may differ by much less. */
    private static final Duration CLOCKS = Duration.ofHours(1);
    private static final int PAGE = 256;

    private final BlobCensus census;
    private final CassandraBlobs blobs;
    private final MailboxHistory history;
    private final MessageRows rows;
    private final SweepRules rules;
    private final Clock clock;

    BlobSweep(BlobCensus census, CassandraBlobs blobs, MailboxHistory history, MessageRows rows, SweepRules rules, Clock clock) {
        this.census = census;
        this.blobs = blobs;
        this.history = history;
        this.rows = rows;
        this.rules = rules;
        this.clock = clock;
    }

    private boolean isOlder(Instant at, Duration age) {
        return !clock.instant().isBefore(at.plus(age));
    }

    CompletionStage<Void> look(Part part, SweepReport report) {
        report.blobs.incrementAndGet();
        return census.standing(part.id()).thenCompose(standing -> {
            if (standing.condemned().isPresent()) {
                return isOlder(standing.condemned().get(), rules.deleteAfter()) ? delete(part, report) : CompletableFuture.completedFuture(null);
            }
            List<Reference> old = standing.references().stream()
                    .filter(each -> each.holder() instanceof BlobHolder.Announced && isOlder(each.at(), rules.orphanAge())).toList();
            if (!old.isEmpty()) {
                return Steps.each(old, each -> settle(part.id(), each, report));
            }
            return standing.references().isEmpty() ? condemnIfOld(part, standing, report) : CompletableFuture.completedFuture(null);
        });
    }

    /** Its first reference may be about to be written. */
    private CompletionStage<Void> condemnIfOld(Part part, Standing standing, SweepReport report) {
        return census.written(part.id(), part.bucket()).thenCompose(written -> written.filter(at -> isOlder(at, rules.orphanAge())).isPresent()
                ? condemn(part.id(), standing, report) : CompletableFuture.completedFuture(null));
    }

    /** The last message that held it may have been swept: if nobody else does, it is condemned. */
    CompletionStage<Void> released(BlobId id, SweepReport report) {
        return census.standing(id).thenCompose(standing -> standing.references().isEmpty() && standing.condemned().isEmpty()
                ? condemn(id, standing, report) : CompletableFuture.completedFuture(null));
    }

    private CompletionStage<Void> condemn(BlobId id, Standing standing, SweepReport report) {
        return census.condemn(id, standing).thenCompose(done -> {
            if (!done) {
                return CompletableFuture.completedFuture(null);             // somebody shared it meanwhile
            }
            report.condemned.incrementAndGet();
            return rules.deleteAfter().isZero() ? deleteParts(id, 0, report) : CompletableFuture.completedFuture(null);
        });
    }

    private CompletionStage<Void> deleteParts(BlobId id, int bucket, SweepReport report) {
        return census.written(id, bucket).thenCompose(there -> there.isEmpty() ? CompletableFuture.completedFuture(null)
                : delete(new Part(id, bucket, 0), report).thenCompose(unused -> deleteParts(id, bucket + 1, report)));
    }

    private CompletionStage<Void> delete(Part part, SweepReport report) {
        return census.delete(part.id(), part.bucket()).thenRun(report.deleted::incrementAndGet);
    }

    /**
     * Whoever announced it is long gone. Messages that were added with it since get references of their own, if their rows are still there; the
     * announcement goes.
     */
    private CompletionStage<Void> settle(BlobId id, Reference reference, SweepReport report) {
        BlobHolder.Announced announced = (BlobHolder.Announced) reference.holder();
        List<MailboxHistory.Entry> found = new ArrayList<>();
        return find(id, announced, reference.at().minus(CLOCKS), Long.MAX_VALUE, found)
                .thenCompose(unused -> Steps.each(found, entry -> {
                    long uid = ((MessageAdded) entry.event()).uid();
                    return rows.find(announced.mailbox(), uid, entry.number()).thenCompose(row -> row.isPresent()
                            ? blobs.held(id, announced.mailbox(), uid) : CompletableFuture.completedFuture(null));
                })).thenCompose(unused -> blobs.unrefer(id, announced)).thenRun(report.settled::incrementAndGet);
    }

    private CompletionStage<Void> find(BlobId id, BlobHolder.Announced announced, Instant since, long before, List<MailboxHistory.Entry> found) {
        return history.backward(announced.mailbox(), before, PAGE).thenCompose(page -> {
            boolean past = false;
            for (MailboxHistory.Entry entry : page.entries()) {
                past |= entry.at().isBefore(since);
                if (entry.event() instanceof MessageAdded added && added.octets() instanceof OctetsPlace.InBlob blob && blob.blob().equals(id)) {
                    found.add(entry);
                }
            }
            return past || page.next().isEmpty() ? CompletableFuture.completedFuture(null) : find(id, announced, since, page.next().get(), found);
        });
    }
}
