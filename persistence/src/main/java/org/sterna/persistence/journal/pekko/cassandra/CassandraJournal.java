package org.sterna.persistence.journal.pekko.cassandra;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.journal.Companion;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.Replay;
import org.sterna.persistence.journal.SnapshotCodec;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * The journal of Mailbox, Account, Directory, QueueSlice and Destination entities.
 *
 * <p>Recovery reads the rows once: asking for the highest number reads them from the snapshot's last event on (whose row
 * tells the epoch) and keeps them for the replay that follows. If the last writer was another incarnation, it is fenced
 * first and the rows are read again, so that nothing can be acknowledged behind what was read. A write is acknowledged
 * when Cassandra answered and the node's lease is valid after that.
 */
public final class CassandraJournal extends AsyncWriteJournal {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraJournal.class);
    /** Beyond this a recovery is read twice instead of being held. */
    private static final int HELD_ROWS = 20_000;

    private final JournalSetup setup;
    private final JournalTables tables;
    private final CassandraLeases leases;
    private final Incarnation incarnation;
    /**
     * The epoch with which this node writes to an entity's journal; forgotten ones are found again by reading. It grows with
     * every recovery, so that a write of the entity's former life that is still being repeated cannot replace a new event.
     */
    private final Cache<String, Long> epochs = Caffeine.newBuilder().maximumSize(500_000).build();
    private final Cache<String, Replay> recoveries = Caffeine.newBuilder().maximumSize(1_000).build();

    /** Made by Pekko Persistence, by reflection. */
    public CassandraJournal() {
        setup = JournalSetup.of(context().system());
        tables = new JournalTables(setup.database());
        leases = setup.leases();
        incarnation = leases.own().incarnation();
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (AtomicWrite write : writes) {
            CompletionStage<Void> before = done;
            done = before.thenCompose(unused -> write(write));
        }
        return FutureConverters.asScala(done.thenApply(unused -> List.<Optional<Exception>>of()));
    }

    private CompletionStage<Void> write(AtomicWrite write) {
        String persistenceId = write.persistenceId();
        EventCodec<Object> codec = setup.events(persistenceId);
        JournalCounts.OfKind counts = setup.counts(persistenceId);
        long began = System.nanoTime();
        return epoch(persistenceId, write.lowestSequenceNr()).thenCompose(epoch -> {
            List<JournalTables.Written> rows = new ArrayList<>();
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                rows.add(new JournalTables.Written(
                        new JournalRow(event.sequenceNr(), epoch, incarnation, codec.write(event.payload())),
                        event.payload() instanceof Companion companion ? companion.companions() : List.of()));
            }
            return tables.write(persistenceId, rows);
        }).thenCompose(unused -> leases.own().whenValid(System.nanoTime())).whenComplete((unused, failure) -> {
            setup.counts().writes().record(System.nanoTime() - began);
            if (failure == null) {
                CollectionConverters.asJava(write.payload()).forEach(event -> counts.events().add(codec.name(event.payload())));
            } else {
                counts.failedWrites().increment();
            }
        });
    }

    private CompletionStage<Long> epoch(String persistenceId, long number) {
        Long known = epochs.getIfPresent(persistenceId);
        return known != null ? CompletableFuture.completedFuture(known)
                : recover(persistenceId, Math.max(1, number - 1)).thenApply(replay -> epochs.get(persistenceId, unused -> replay.nextEpoch()));
    }

    /**
     * For entities that make a snapshot every few hundred events and let Pekko delete behind it. Pekko does not delete behind snapshots that an entity asks for
     * by itself: of those the snapshot store ends the journal ({@link SnapshotCodec#endsJournal}).
     */
    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        long firstBucket = Math.max(0, JournalTables.bucket(toSequenceNr) - 4);
        return FutureConverters.asScala(tables.deleteBefore(persistenceId, toSequenceNr, firstBucket));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        JournalCounts.OfKind counts = setup.counts(persistenceId);
        counts.recoveries().increment();
        return FutureConverters.asScala(recover(persistenceId, Math.max(1, fromSequenceNr)).whenComplete((replay, failure) -> {
            if (failure != null) {
                counts.failedRecoveries().increment();
            }
        }).thenApply(replay -> {
            if (replay.accepted().size() <= HELD_ROWS) {
                recoveries.put(persistenceId, replay);
            } else {
                recoveries.invalidate(persistenceId);
            }
            return replay.last().map(JournalRow::number).orElse(0L);
        }));
    }

    private CompletionStage<Replay> recover(String persistenceId, long from) {
        return tables.read(persistenceId, from).thenCompose(replay -> {
            Optional<Incarnation> other = replay.lastWriter().filter(writer -> !writer.equals(incarnation) && !leases.knownFenced(writer));
            if (other.isPresent()) {
                return leases.ensureFenced(other.get()).thenCompose(unused -> recover(persistenceId, from));
            }
            setup.counts().dropped().add(replay.dropped().size());
            for (JournalRow row : replay.dropped()) {
                LOG.warn("{}: a late row of {} is ignored (event {}, epoch {}; the owner's epoch is {})", persistenceId, row.incarnation(),
                        row.number(), row.epoch(), replay.nextEpoch() - 1);
            }
            epochs.asMap().merge(persistenceId, replay.nextEpoch(), (known, next) -> Math.max(known + 1, next));
            return CompletableFuture.completedFuture(replay);
        });
    }

    @Override
    public Future<Void> doAsyncReplayMessages(String persistenceId, long fromSequenceNr, long toSequenceNr, long max,
            Consumer<PersistentRepr> replayCallback) {
        Replay held = recoveries.getIfPresent(persistenceId);
        recoveries.invalidate(persistenceId);
        CompletionStage<Replay> replay = held != null ? CompletableFuture.completedFuture(held)
                : tables.read(persistenceId, Math.max(1, fromSequenceNr - 1));
        EventCodec<Object> codec = setup.events(persistenceId);
        return FutureConverters.asScala(replay.thenApply(rows -> {
            long sent = 0;
            for (JournalRow row : rows.accepted()) {
                if (row.number() >= fromSequenceNr && row.number() <= toSequenceNr && sent++ < max) {
                    replayCallback.accept(PersistentRepr.apply(codec.read(row.event()), row.number(), persistenceId, "", false,
                            ActorRef.noSender(), row.incarnation().value()));
                }
            }
            return null;
        }));
    }
}
