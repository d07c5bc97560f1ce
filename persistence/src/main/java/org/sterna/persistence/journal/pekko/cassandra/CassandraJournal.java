package org.sterna.persistence.journal.pekko.cassandra;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.journal.Companion;
import org.sterna.persistence.journal.JournalFaultException;
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
 * tells the epoch) and keeps them for the replay that follows. If somebody else owned the journal, or wrote the last row, it cedes it first
 * if it is a living node of the cluster, or else is fenced, so that nothing can be acknowledged behind what was read. A write is acknowledged
 * when Cassandra answered, the node's lease is valid after that, and the generation in which it was written was not ceded meanwhile. What was ceded stays so: who
 * wants the journal back takes the next generation, so that the new owner, if it was not there yet, finds its place taken and asks again.
 *
 * <p>Where there are other nodes, an epoch is the owner's generation and, in its lower bits, the lives of the entity under this owner: what a former owner
 * writes late is always of a lower one, also if it never wrote before.
 */
public final class CassandraJournal extends AsyncWriteJournal {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraJournal.class);
    /** Beyond this a recovery is read twice instead of being held. */
    private static final int HELD_ROWS = 20_000;
    /** Bits of an epoch that count the lives under one owner. */
    private static final int LIVES = 20;
    /** Behind a question that was not answered. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final JournalSetup setup;
    private final JournalTables tables;
    private final CassandraLeases leases;
    private final Incarnation incarnation;
    /**
     * One life of an entity on this node.
     *
     * @param epoch with which it writes; it grows with every recovery, so that a write of the entity's former life that is still being repeated cannot
     *              replace a new event
     */
    private record Life(long generation, long epoch) {
        private Life followedBy(Life next) {
            return new Life(Math.max(generation, next.generation()), Math.max(epoch + 1, next.epoch()));
        }
    }

    /** The last life of each; forgotten ones are found again by reading. */
    private final Cache<String, Life> lives = Caffeine.newBuilder().maximumSize(500_000).build();
    private final Cache<String, Replay> recoveries = Caffeine.newBuilder().maximumSize(1_000).build();
    /** Up to which generation other nodes have asked for it and got it; an entity that lives on here all the same cannot write before it recovers again. */
    private final Cache<String, Long> ceded = Caffeine.newBuilder().maximumSize(1_000_000).expireAfterWrite(Duration.ofHours(1)).build();
    private final EntityOwners owners;
    private final ActorSystem system;
    private final Residents residents;

    /** Made by Pekko Persistence, by reflection. */
    public CassandraJournal() {
        system = context().system();
        setup = JournalSetup.of(system);
        tables = new JournalTables(setup.database());
        leases = setup.leases();
        incarnation = leases.own().incarnation();
        owners = new EntityOwners(setup.database());
        residents = new Residents(system);
        Cession.start(system, incarnation, this::cede);
    }

    private CompletionStage<Void> cede(Cession.Request request) {
        ceded.asMap().merge(request.persistenceId(), request.generation(), Math::max);
        setup.cedes(request.persistenceId(), request.generation());
        recoveries.invalidate(request.persistenceId());
        LOG.debug("{} passes to another node", request.persistenceId());
        return residents.end(request.persistenceId());
    }

    private boolean isCeded(String persistenceId, long generation) {
        Long upTo = ceded.getIfPresent(persistenceId);
        return upTo != null && generation <= upTo;
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
        return life(persistenceId, write.lowestSequenceNr()).thenCompose(life -> {
            List<JournalTables.Written> rows = new ArrayList<>();
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                rows.add(new JournalTables.Written(
                        new JournalRow(event.sequenceNr(), life.epoch(), incarnation, codec.write(event.payload())),
                        event.payload() instanceof Companion companion ? companion.companions() : List.of()));
            }
            return tables.write(persistenceId, rows).thenCompose(unused -> leases.own().whenValid(System.nanoTime())).thenRun(() -> {
                if (isCeded(persistenceId, life.generation())) {
                    throw new JournalFaultException(persistenceId, "it passed to another node while this one wrote: nothing is acknowledged here");
                }
            });
        }).whenComplete((unused, failure) -> {
            setup.counts().writes().record(System.nanoTime() - began);
            if (failure == null) {
                CollectionConverters.asJava(write.payload()).forEach(event -> counts.events().add(codec.name(event.payload())));
            } else {
                counts.failedWrites().increment();
            }
        });
    }

    /** A forgotten life is found again by reading, if nobody else has written meanwhile. */
    private CompletionStage<Life> life(String persistenceId, long number) {
        Life known = lives.getIfPresent(persistenceId);
        if (isCeded(persistenceId, known == null ? 0 : known.generation())) {
            return CompletableFuture.failedFuture(new JournalFaultException(persistenceId, "it has passed to another node"));
        }
        return known != null ? CompletableFuture.completedFuture(known) : recover(persistenceId, Math.max(1, number - 1)).thenApply(recovered -> {
            if (recovered.replay().last().map(JournalRow::number).orElse(0L) != number - 1) {
                throw new JournalFaultException(persistenceId, "event " + number + " does not follow the last one: somebody else has written");
            }
            return recovered.life();
        });
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
        return FutureConverters.asScala(recover(persistenceId, Math.max(1, fromSequenceNr)).whenComplete((recovered, failure) -> {
            if (failure != null) {
                counts.failedRecoveries().increment();
            }
        }).thenApply(recovered -> {
            Replay replay = recovered.replay();
            if (replay.accepted().size() <= HELD_ROWS) {
                recoveries.put(persistenceId, replay);
            } else {
                recoveries.invalidate(persistenceId);
            }
            return replay.last().map(JournalRow::number).orElse(0L);
        }));
    }

    private record Recovered(Replay replay, Life life) { }

    private CompletionStage<Recovered> recover(String persistenceId, long from) {
        return own(persistenceId).thenCompose(owned -> replay(persistenceId, from, owned));
    }

    /** @param settled who acknowledges nothing more, though it may live */
    private record Owned(long generation, Optional<Incarnation> settled) { }

    /** Makes this node the owner; completes when no other one acknowledges anything any more. */
    private CompletionStage<Owned> own(String persistenceId) {
        if (!leases.clustered()) {
            return CompletableFuture.completedFuture(new Owned(0, Optional.empty()));
        }
        return owners.read(persistenceId).thenCompose(owner -> {
            boolean mine = owner.filter(each -> each.incarnation().equals(incarnation)).isPresent();
            if (mine && !isCeded(persistenceId, owner.get().generation())) {
                return CompletableFuture.completedFuture(new Owned(owner.get().generation(), Optional.empty()));
            }
            EntityOwners.Owner next = new EntityOwners.Owner(incarnation, owner.map(EntityOwners.Owner::generation).orElse(0L) + 1);
            CompletionStage<Void> settled = owner.isEmpty() || mine ? CompletableFuture.completedFuture(null)
                    : settle(new Cession.Request(owner.get().incarnation(), owner.get().generation(), persistenceId));
            return settled.thenCompose(unused -> owners.follow(persistenceId, owner, next))
                    .thenCompose(follows -> follows
                            ? CompletableFuture.completedFuture(new Owned(next.generation(), owner.map(EntityOwners.Owner::incarnation)))
                            : outrun(persistenceId, owner));
        });
    }

    /**
     * Somebody else has followed the owner first. It may be the right one by now, and this recovery one that nobody waits for any more: it must not take the journal
     * from it. An entity that is still wanted here is started again by its supervisor, and asks then.
     */
    private CompletionStage<Owned> outrun(String persistenceId, Optional<EntityOwners.Owner> before) {
        return owners.read(persistenceId).thenCompose(owner -> owner.equals(before) || owner.filter(each -> each.incarnation().equals(incarnation)).isPresent()
                ? own(persistenceId) : CompletableFuture.failedFuture(new IllegalStateException(persistenceId + " has another owner since its recovery began")));
    }

    /** Completes when the one that is asked acknowledges nothing more of the entity. */
    private CompletionStage<Void> settle(Cession.Request request) {
        if (leases.knownFenced(request.owner())) {
            return CompletableFuture.completedFuture(null);
        }
        Optional<String> address = leases.peers().addressOf(request.owner());
        if (address.isEmpty()) {
            return leases.ensureFenced(request.owner());
        }
        return Cession.ask(system, address.get(), request).handle((answer, failure) -> failure).thenCompose(failure ->
                failure == null ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.runAsync(() -> { }, LATER).thenCompose(unused -> settle(request)));
    }

    private CompletionStage<Recovered> replay(String persistenceId, long from, Owned owned) {
        return tables.read(persistenceId, from).thenCompose(replay -> {
            Optional<Incarnation> other = replay.lastWriter().filter(writer -> !writer.equals(incarnation) && !leases.knownFenced(writer)
                    && !owned.settled().equals(Optional.of(writer)));
            if (other.isPresent()) {
                return settle(new Cession.Request(other.get(), owned.generation() - 1, persistenceId))
                        .thenCompose(unused -> replay(persistenceId, from, new Owned(owned.generation(), other)));
            }
            setup.counts().dropped().add(replay.dropped().size());
            for (JournalRow row : replay.dropped()) {
                LOG.warn("{}: a late row of {} is ignored (event {}, epoch {}; the owner's epoch is {})", persistenceId, row.incarnation(),
                        row.number(), row.epoch(), replay.nextEpoch() - 1);
            }
            Life first = new Life(owned.generation(), Math.max(owned.generation() << LIVES, replay.nextEpoch()));
            Life life = lives.asMap().merge(persistenceId, first, Life::followedBy);
            setup.owns(persistenceId, owned.generation());
            if (isCeded(persistenceId, owned.generation())) {               // while it was read
                setup.cedes(persistenceId, owned.generation());
            }
            return CompletableFuture.completedFuture(new Recovered(replay, life));
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
