package org.sterna.platform.inspection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.blob.BlobHolder;
import org.sterna.persistence.blob.cassandra.BlobCensus;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.cassandra.MailboxStates;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.sweeping.StoredRow;
import org.sterna.persistence.sweeping.cassandra.MessageRows;
import org.sterna.persistence.sweeping.cassandra.SnapshotRows;
import org.sterna.platform.asking.Asking;

/** Inspects one mailbox: its snapshot, its running entity, and for each message the row, the octets and who holds them. */
final class MailboxInspection {
    private final ClusterSharding sharding;
    private final MailboxStates states;
    private final MessageRows rows;
    private final SnapshotRows snapshots;
    private final BlobCensus census;
    private final CassandraBlobs blobs;

    MailboxInspection(ClusterSharding sharding, Database database, JournalReader journal, SnapshotRows snapshots, CassandraBlobs blobs) {
        this.sharding = sharding;
        this.snapshots = snapshots;
        this.blobs = blobs;
        states = new MailboxStates(journal);
        rows = new MessageRows(database);
        census = new BlobCensus(database);
    }

    /** Completes with the number of its messages. */
    CompletionStage<Long> inspect(String name, MailboxId mailbox, boolean repair, List<Finding> findings) {
        return states.replayed(mailbox).thenCompose(state -> state.id().isEmpty() ? CompletableFuture.completedFuture(0L)    // nobody has met it yet
                : snapshot(name, mailbox, repair, findings)
                        .thenCompose(unused -> live(name, mailbox, state, repair, findings))
                        .thenCompose(unused -> bucket(name, mailbox, state, new Walk(state), 0, repair, findings))
                        .thenApply(unused -> (long) state.messages().size()));
    }

    private CompletionStage<Void> snapshot(String name, MailboxId mailbox, boolean repair, List<Finding> findings) {
        return states.snapshot(mailbox).handle((found, failure) -> {
            if (failure != null) {
                return bad(name, mailbox, "its snapshot cannot be read: " + failure.getMessage(), repair, findings);
            }
            return found.events() == 0 ? CompletableFuture.<Void>completedFuture(null)
                    : states.follow(mailbox, Mailbox.EMPTY, found.events()).thenCompose(then -> isSame(then, found) ? CompletableFuture.<Void>completedFuture(null)
                            : bad(name, mailbox, "its snapshot of event " + found.events() + " is not what the journal says", repair, findings));
        }).thenCompose(stage -> stage);
    }

    private CompletionStage<Void> bad(String name, MailboxId mailbox, String what, boolean repair, List<Finding> findings) {
        findings.add(Finding.mendable(name, what, repair));
        return repair ? snapshots.delete(MailboxEntity.persistenceId(mailbox)).thenRun(() ->
                sharding.entityRefFor(MailboxEntity.TYPE, mailbox.value()).tell(MailboxEntity.Restart.NOW)) : CompletableFuture.completedFuture(null);
    }

    private static boolean isSame(Mailbox one, Mailbox other) {
        if (!isSame(one.totals(), other.totals()) || !one.keywords().equals(other.keywords()) || !one.unconfirmed().equals(other.unconfirmed())) {
            return false;
        }
        MessageCursor first = one.messages().cursor();
        MessageCursor second = other.messages().cursor();
        while (first.next() && second.next()) {
            if (first.uid() != second.uid() || first.flags() != second.flags() || first.modSeq() != second.modSeq() || first.size() != second.size()
                    || first.added() != second.added() || first.internalDate() != second.internalDate() || first.saveDate() != second.saveDate()) {
                return false;
            }
        }
        return true;
    }

    /** But for times, which the journal keeps in milliseconds. */
    private static boolean isSame(Totals one, Totals other) {
        return one.messages() == other.messages() && one.unseen() == other.unseen() && one.deleted() == other.deleted() && one.octets() == other.octets()
                && one.deletedOctets() == other.deletedOctets() && one.uidNext() == other.uidNext() && one.gone() == other.gone()
                && one.unswept().isPresent() == other.unswept().isPresent();
    }

    private CompletionStage<Void> live(String name, MailboxId mailbox, Mailbox state, boolean repair, List<Finding> findings) {
        return Asking.SOON.<MailboxEntity.Message, Totals>ask(sharding.entityRefFor(MailboxEntity.TYPE, mailbox.value()), MailboxEntity.Count::new).thenAccept(totals -> {
            if (totals.highestModSeq() == state.highestModSeq() && !isSame(totals, state.totals())) {
                findings.add(Finding.mendable(name, "the running mailbox is not what its journal says", repair));
                if (repair) {
                    sharding.entityRefFor(MailboxEntity.TYPE, mailbox.value()).tell(MailboxEntity.Restart.NOW);
                }
            }
        });
    }

    /** Sizes of messages by UID, one bucket behind the other: who was added later has a higher UID. */
    private static final class Walk {
        private final MessageCursor at;
        private boolean more;

        Walk(Mailbox state) {
            at = state.messages().cursor();
            more = at.next();
        }

        Map<Long, Long> bucket(long bucket) {
            Map<Long, Long> sizes = new HashMap<>();
            while (more && MessageRows.bucket(at.added()) <= bucket) {
                sizes.put(at.uid(), at.size());
                more = at.next();
            }
            return sizes;
        }
    }

    private CompletionStage<Void> bucket(String name, MailboxId mailbox, Mailbox state, Walk walk, long bucket, boolean repair, List<Finding> findings) {
        if (bucket > MessageRows.bucket(state.events())) {
            return CompletableFuture.completedFuture(null);
        }
        Map<Long, Long> here = walk.bucket(bucket);
        return rows.bucket(mailbox, bucket, true).thenCompose(found -> {
            List<StoredRow> held = new ArrayList<>();
            Map<Long, Long> missing = new HashMap<>(here);
            long left = 0;
            for (StoredRow row : found) {
                boolean isHere = missing.remove(row.uid()) != null;
                if (isHere && row.message().octets() instanceof OctetsPlace.Inline inline && inline.size() != row.inlineOctets()) {
                    findings.add(new Finding(name, "UID " + row.uid() + " has " + row.inlineOctets() + " of its " + inline.size() + " octets", Finding.RESTORE, false));
                }
                if (isHere && row.message().size() != here.get(row.uid())) {
                    findings.add(new Finding(name, "the row of UID " + row.uid() + " is of a message of " + row.message().size() + " octets instead of "
                            + here.get(row.uid()), Finding.RESTORE, false));
                }
                if (row.message().octets() instanceof OctetsPlace.InBlob) {
                    held.add(row);
                }
                left += isHere || row.uid() >= state.uidNext() || state.sweep().oldest().isPresent() ? 0 : 1;
            }
            missing.keySet().stream().sorted().forEach(uid -> findings.add(new Finding(name, "UID " + uid + " has no row", Finding.RESTORE, false)));
            if (left > 0) {
                findings.add(new Finding(name, left + " rows are left of messages that are gone for good", "nothing: they harm nobody", false));
            }
            return held(name, mailbox, held, 0, repair, findings);
        }).thenComposeAsync(unused -> bucket(name, mailbox, state, walk, bucket + 1, repair, findings));
    }

    private CompletionStage<Void> held(String name, MailboxId mailbox, List<StoredRow> rows, int at, boolean repair, List<Finding> findings) {
        if (at == rows.size()) {
            return CompletableFuture.completedFuture(null);
        }
        StoredRow row = rows.get(at);
        OctetsPlace.InBlob blob = (OctetsPlace.InBlob) row.message().octets();
        int chunks = (int) ((blob.size() + CassandraBlobs.CHUNK - 1) / CassandraBlobs.CHUNK);
        return census.chunks(blob.blob(), chunks).thenCompose(there -> {
            if (there < chunks) {
                findings.add(new Finding(name, "UID " + row.uid() + " has " + there + " of the " + chunks + " chunks of blob " + blob.blob(), Finding.RESTORE, false));
            }
            return census.standing(blob.blob());
        }).thenCompose(standing -> {
            if (standing.condemned().isPresent()) {
                findings.add(new Finding(name, "blob " + blob.blob() + " of UID " + row.uid() + " is condemned",
                        "set sterna.sweep.delete-after to 30 d, restart, and report this", false));
                return CompletableFuture.completedFuture(null);
            }
            if (standing.references().stream().anyMatch(each -> holds(each.holder(), mailbox, row.uid()))) {
                return CompletableFuture.completedFuture(null);
            }
            findings.add(Finding.mendable(name, "UID " + row.uid() + " does not hold its blob " + blob.blob(), repair));
            return repair ? blobs.held(blob.blob(), mailbox, row.uid()) : CompletableFuture.<Void>completedFuture(null);
        }).thenComposeAsync(unused -> held(name, mailbox, rows, at + 1, repair, findings));
    }

    /** What is announced is being added now, or the sweeper will settle it. */
    private static boolean holds(BlobHolder holder, MailboxId mailbox, long uid) {
        return holder.equals(new BlobHolder.Message(mailbox, uid)) || holder instanceof BlobHolder.Announced announced && announced.mailbox().equals(mailbox);
    }
}
