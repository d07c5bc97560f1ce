package org.sterna.persistence.journal.pekko.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.sterna.persistence.journal.SnapshotCodec;
import org.sterna.persistence.journal.SnapshotCodec.PageKey;
import org.sterna.persistence.journal.pekko.cassandra.SnapshotTables.Manifest;
import org.sterna.persistence.store.cassandra.Database;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Snapshots in pages. A snapshot writes the pages that its predecessor does not hold in the same version, and then its
 * manifest, which names every page: a manifest that can be read is complete. The last two are kept. A snapshot is made of
 * acknowledged events only, so one that a fenced node writes late holds a true past and harms nothing.
 *
 * <p>What is deleted is never read again, not even its tombstone: manifests are read from the newest on and no further than the two that are kept, pages
 * by their names, and the journal from the newest snapshot on, whose bucket is never among those deleted. A manifest also names what its saving makes
 * superfluous, so that a node that ends in between leaves nothing behind for ever: the next save deletes it again.
 */
public final class CassandraSnapshotStore extends SnapshotStore {
    private static final int MANIFEST = SnapshotTables.MANIFEST;
    private static final int AT_ONCE = 16;

    private final JournalSetup setup;
    private final Database database;
    private final JournalTables journal;
    private final SnapshotTables tables;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    /** What the last two snapshots of an entity hold, as far as this node remembers. */
    private final Cache<String, List<Manifest>> kept = Caffeine.newBuilder().maximumSize(10_000).build();

    /** Made by Pekko Persistence, by reflection. */
    public CassandraSnapshotStore() {
        setup = JournalSetup.of(context().system());
        database = setup.database();
        journal = new JournalTables(database);
        tables = new SnapshotTables(database);
        insert = database.prepare("INSERT INTO snapshot (persistence_id, page, version, data) VALUES (?, ?, ?, ?)");
        delete = database.prepare("DELETE FROM snapshot WHERE persistence_id = ? AND page = ? AND version = ?");
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(tables.manifests(persistenceId).thenCompose(all -> {
            Optional<Manifest> newest = all.stream()
                    .filter(each -> each.number() <= criteria.maxSequenceNr() && each.number() >= criteria.minSequenceNr()).findFirst();
            kept.put(persistenceId, all);                        // also none: what was taken away (check --repair) must not be relied on
            if (newest.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.<SelectedSnapshot>empty());
            }
            return tables.load(persistenceId, newest.get(), setup.snapshots(persistenceId)).thenApply(state -> Optional.of(
                    new SelectedSnapshot(new SnapshotMetadata(persistenceId, newest.get().number(), 0), state)));
        }));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        String persistenceId = metadata.persistenceId();
        SnapshotCodec<Object> codec = setup.snapshots(persistenceId);
        List<Manifest> known = kept.getIfPresent(persistenceId);
        CompletionStage<List<Manifest>> before = known != null ? CompletableFuture.completedFuture(known) : tables.manifests(persistenceId);
        return FutureConverters.asScala(before.thenCompose(old -> {
            Set<PageKey> durable = keys(old);
            List<PageKey> pages = codec.pages(snapshot);
            List<PageKey> changed = pages.stream().filter(key -> !durable.contains(key)).toList();
            List<Manifest> older = old.stream().filter(each -> each.number() < metadata.sequenceNr()).toList();
            Optional<Manifest> previous = older.stream().findFirst();
            List<PageKey> gone = superseded(older, previous, pages);
            Manifest manifest = new Manifest(metadata.sequenceNr(), pages, gone, previous.map(Manifest::first).orElse(0L), codec.manifest(snapshot));
            return eachOf(changed, key -> database.write(insert.bind(persistenceId, key.page(), key.version(), ByteBuffer.wrap(codec.page(snapshot, key)))))
                    .thenCompose(unused -> database.write(insert.bind(persistenceId, MANIFEST, manifest.number(), manifest.written())))
                    // A node that was fenced meanwhile deletes nothing: others may build on what it thinks superseded.
                    .thenCompose(unused -> setup.leases().own().whenValid(System.nanoTime()))
                    .thenCompose(unused -> eachOf(gone, key -> database.write(delete.bind(persistenceId, key.page(), key.version()))))
                    .thenCompose(unused -> codec.endsJournal() && previous.isPresent()
                            ? endJournal(persistenceId, manifest.first(), previous.get().number() - 1)
                            : CompletableFuture.completedFuture(manifest.first()))
                    .thenAccept(first -> {
                        Manifest clean = new Manifest(manifest.number(), pages, List.of(), first, manifest.body());
                        kept.put(persistenceId, previous.map(each -> List.of(clean, each)).orElse(List.of(clean)));
                    });
        }).whenComplete((unused, failure) -> {
            if (failure != null) {
                kept.invalidate(persistenceId);              // nobody knows how far it came: the next save reads what is there
            }
        }));
    }

    /** What neither the new snapshot nor the one before it holds. */
    private static List<PageKey> superseded(List<Manifest> older, Optional<Manifest> previous, List<PageKey> pages) {
        Set<PageKey> gone = new LinkedHashSet<>();
        for (Manifest each : older) {
            gone.addAll(each.gone());
            gone.addAll(each.pages());
            gone.add(new PageKey(MANIFEST, each.number()));
        }
        previous.ifPresent(each -> {
            each.pages().forEach(gone::remove);
            gone.remove(new PageKey(MANIFEST, each.number()));
        });
        pages.forEach(gone::remove);
        return List.copyOf(gone);
    }

    /** The last event stays, and its bucket: whoever recovers from the older snapshot reads the epoch there. */
    private CompletionStage<Long> endJournal(String persistenceId, long first, long last) {
        return journal.deleteBefore(persistenceId, last, JournalTables.bucket(first)).thenApply(unused -> last);
    }

    private static Set<PageKey> keys(Collection<Manifest> manifests) {
        Set<PageKey> keys = new HashSet<>();
        manifests.forEach(each -> keys.addAll(each.pages()));
        return keys;
    }

    /** Runs the action for each item, a bounded number at once. */
    private static <T> CompletionStage<Void> eachOf(Collection<T> items, Function<T, CompletionStage<Void>> action) {
        Queue<T> open = new ArrayDeque<>(items);
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[Math.min(AT_ONCE, items.size())];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = lane(open, action).toCompletableFuture();
        }
        return CompletableFuture.allOf(lanes);
    }

    private static <T> CompletionStage<Void> lane(Queue<T> open, Function<T, CompletionStage<Void>> action) {
        T next;
        synchronized (open) {
            next = open.poll();
        }
        return next == null ? CompletableFuture.completedFuture(null) : action.apply(next).thenCompose(unused -> lane(open, action));
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return FutureConverters.asScala(database.write(delete.bind(metadata.persistenceId(), MANIFEST, metadata.sequenceNr())));
    }

    /** Old snapshots go when a new one is saved; an entity's retention has nothing to add. */
    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(CompletableFuture.completedFuture(null));
    }
}
