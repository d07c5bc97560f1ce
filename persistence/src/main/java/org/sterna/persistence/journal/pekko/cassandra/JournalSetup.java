package org.sterna.persistence.journal.pekko.cassandra;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.journal.SnapshotCodec;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.store.cassandra.Database;

/**
 * What the plug-ins need and a configuration file cannot hold. Given to the actor system when it is made:
 * {@code ActorSystemSetup.create(..., JournalSetup.on(database, leases).with("mailbox", ...))}.
 */
public final class JournalSetup extends Setup {
    private record Family(EventCodec<Object> events, Optional<SnapshotCodec<Object>> snapshots) { }

    private final Supplier<Database> database;
    private final Supplier<CassandraLeases> leases;
    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Set<String> remembered = new HashSet<>();
    private final Map<String, Long> generations = new ConcurrentHashMap<>();
    private final JournalCounts counts = new JournalCounts();

    private JournalSetup(Supplier<Database> database, Supplier<CassandraLeases> leases) {
        this.database = database;
        this.leases = leases;
    }

    public static JournalSetup on(Database database, CassandraLeases leases) {
        return new JournalSetup(() -> database, () -> leases);
    }

    /** For an actor system that is made while the database is being opened: asked when the first entity is started. */
    public static JournalSetup onceOpen(Supplier<Database> database, Supplier<CassandraLeases> leases) {
        return new JournalSetup(database, leases);
    }

    /** What this system was made with. */
    public static JournalSetup of(ActorSystem system) {
        return system.settings().setup().get(JournalSetup.class)
                .orElseThrow(() -> new IllegalStateException("the actor system was made without a JournalSetup"));
    }

    /**
     * Adds the codecs of one kind of entity.
     *
     * @param kind what stands before the first {@code |} of its persistence ids
     */
    @SuppressWarnings("unchecked")
    public <E, S> JournalSetup with(String kind, EventCodec<E> events, Optional<? extends SnapshotCodec<S>> snapshots) {
        counts.add(kind, events.names());
        families.put(kind, new Family((EventCodec<Object>) events, snapshots.map(codec -> (SnapshotCodec<Object>) codec)));
        return this;
    }

    /** Remembers the {@link #generation} of entities of this kind, of which there are few. */
    public JournalSetup remembering(String kind) {
        remembered.add(kind);
        return this;
    }

    /**
     * Which owner of an entity's journal this node is, counted by rising numbers; 0 where it is alone, or if it does not own it or has ceded it. What an entity's children
     * write elsewhere than in its journal bears it in its epoch. Known of kinds that are {@link #remembering remembered}.
     */
    public long generation(String persistenceId) {
        return generations.getOrDefault(persistenceId, 0L);
    }

    /**
     * Whether this node is still the owner that it was with this generation, so that nobody has followed it: what was durable before is seen by whoever does.
     * Always where it is alone.
     */
    public boolean isOwner(String persistenceId, long generation) {
        return !leases().clustered() || generation > 0 && generation == generation(persistenceId);
    }

    /**
     * Whether an entity on this node may tell what it knows: while the lease is not valid, as when this process was paused, others may have written what it does not know.
     * Who was not answered asks again.
     */
    public boolean mayTell() {
        return !leases().clustered() || leases().own().valid(System.nanoTime());
    }

    void cedes(String persistenceId, long generation) {
        generations.computeIfPresent(persistenceId, (unused, owned) -> owned <= generation ? null : owned);
    }

    void owns(String persistenceId, long generation) {
        if (remembered.contains(kind(persistenceId))) {
            generations.merge(persistenceId, generation, Math::max);       // a recovery that nobody waits for any more may end late
        }
    }

    /** What the journal has done since the start. */
    public JournalCounts counts() {
        return counts;
    }

    JournalCounts.OfKind counts(String persistenceId) {
        return counts.kind(kind(persistenceId));
    }

    Database database() {
        return database.get();
    }

    CassandraLeases leases() {
        return leases.get();
    }

    EventCodec<Object> events(String persistenceId) {
        return family(persistenceId).events();
    }

    SnapshotCodec<Object> snapshots(String persistenceId) {
        return family(persistenceId).snapshots().orElseThrow(() ->
                new IllegalArgumentException("no snapshots are defined for " + persistenceId));
    }

    private Family family(String persistenceId) {
        Family family = families.get(kind(persistenceId));
        if (family == null) {
            throw new IllegalArgumentException("no codecs are defined for the kind of " + persistenceId);
        }
        return family;
    }

    private static String kind(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        return bar < 0 ? persistenceId : persistenceId.substring(0, bar);
    }
}
