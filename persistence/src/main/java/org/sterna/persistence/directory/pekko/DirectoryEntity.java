package org.sterna.persistence.directory.pekko;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;

/** The one directory of a cluster, in Cluster Sharding. */
public final class DirectoryEntity extends EventSourcedBehavior<DirectoryEntity.Message, DirectoryEvent, Directory> {
    public static final String KIND = "directory";
    /** There is one. */
    public static final String ID = "main";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);
    private static final Duration SUBSCRIPTION = Duration.ofSeconds(30);

    public sealed interface Message { }

    /** Makes it so, for this operator. Answered when it is durable and the copies have been told. */
    public record Want(DirectoryEvent event, Optional<DirectoryEvent.ChangedBy> by, ActorRef<Done> replyTo) implements Message {
        /** For nobody in particular. */
        public Want(DirectoryEvent event, ActorRef<Done> replyTo) {
            this(event, Optional.empty(), replyTo);
        }
    }

    /**
     * Tells the copy how the directory is if it does not have it, and after each change; repeated from time to time.
     *
     * @param known number of the last event it knows, -1 for none
     */
    public record Subscribe(ActorRef<Update> copy, long known) implements Message { }

    /** What a copy is told. */
    public sealed interface Update { }

    /** To a copy on the same node: the directory now. */
    public record Current(Directory directory) implements Update { }

    /** To a copy on another node: the last event has this number. What is missing is read from the journal: a directory may be longer than a message. */
    public record Following(long number) implements Update { }

    private enum Idle implements Message { STOP }

    private final Map<ActorRef<Update>, Long> copies = new HashMap<>();

    private DirectoryEntity(String id) {
        super(PersistenceId.ofUniqueId(persistenceId(id)), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
    }

    /** The name of the directory's journal. */
    static String persistenceId(String id) {
        return KIND + "|" + id;
    }

    /**
     * Starts the entity on this node if it is the one to hold it.
     *
     * @param role of the nodes that may, if not all do
     */
    public static void init(ClusterSharding sharding, Optional<String> role) {
        Entity<Message, ShardingEnvelope<Message>> entity = Entity.of(TYPE, context -> create(context.getEntityId())).withStopMessage(Idle.STOP);
        sharding.init(role.map(entity::withRole).orElse(entity));
    }

    static Behavior<Message> create(String id) {
        return Behaviors.setup(context -> new DirectoryEntity(id));
    }

    public static EntityRef<Message> ref(ClusterSharding sharding) {
        return sharding.entityRefFor(TYPE, ID);
    }

    @Override
    public Directory emptyState() {
        return Directory.EMPTY;
    }

    @Override
    public CommandHandler<Message, DirectoryEvent, Directory> commandHandler() {
        return newCommandHandlerBuilder().forAnyState()
                .onCommand(Want.class, this::onWant)
                .onCommand(Subscribe.class, this::onSubscribe)
                .onCommand(Idle.class, unused -> Effect().stop())
                .build();
    }

    private Effect<DirectoryEvent, Directory> onWant(Directory directory, Want want) {
        List<DirectoryEvent> events = new ArrayList<>(directory.decide(want.event()));
        if (!events.isEmpty()) {
            want.by().ifPresent(who -> events.add(0, who));
        }
        return Effect().persist(events).thenRun(stored -> {
            copies.keySet().forEach(copy -> tell(copy, stored));
            want.replyTo().tell(Done.getInstance());
        });
    }

    private Effect<DirectoryEvent, Directory> onSubscribe(Directory directory, Subscribe subscribe) {
        long now = System.nanoTime();
        copies.values().removeIf(heard -> now - heard > SUBSCRIPTION.toNanos());
        copies.put(subscribe.copy(), now);
        if (subscribe.known() != directory.events()) {
            tell(subscribe.copy(), directory);
        }
        return Effect().none();
    }

    private static void tell(ActorRef<Update> copy, Directory directory) {
        copy.tell(copy.path().address().hasLocalScope() ? new Current(directory) : new Following(directory.events()));
    }

    @Override
    public EventHandler<Directory, DirectoryEvent> eventHandler() {
        return Directory::evolve;
    }
}
