package org.sterna.persistence.destination.pekko;

import java.time.Duration;
import java.util.List;
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
import org.sterna.persistence.destination.FrozenNames;
import org.sterna.persistence.destination.FrozenNamesEvent;

/** The one list of frozen destinations of a cluster, in Cluster Sharding. */
public final class FrozenDestinations extends EventSourcedBehavior<FrozenDestinations.Message, FrozenNamesEvent, FrozenNames> {
    public static final String KIND = "frozen";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);

    public sealed interface Message { }

    /** Makes it so. Answered when it is durable. */
    public record Want(FrozenNamesEvent event, ActorRef<Done> replyTo) implements Message { }

    public record Names(ActorRef<Listed> replyTo) implements Message { }

    public record Listed(List<String> ids) { }

    private enum Idle implements Message { STOP }

    private FrozenDestinations(String id) {
        super(PersistenceId.ofUniqueId(KIND + "|" + id), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
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
        return Behaviors.setup(context -> new FrozenDestinations(id));
    }

    public static EntityRef<Message> ref(ClusterSharding sharding) {
        return sharding.entityRefFor(TYPE, "main");
    }

    @Override
    public FrozenNames emptyState() {
        return FrozenNames.EMPTY;
    }

    @Override
    public CommandHandler<Message, FrozenNamesEvent, FrozenNames> commandHandler() {
        return newCommandHandlerBuilder().forAnyState()
                .onCommand(Want.class, (names, want) -> Effect().persist(names.decide(want.event()))
                        .thenRun(stored -> want.replyTo().tell(Done.getInstance())))
                .onCommand(Names.class, (names, ask) -> {
                    ask.replyTo().tell(new Listed(List.copyOf(names.ids())));
                    return Effect().none();
                })
                .onCommand(Idle.class, unused -> Effect().stop())
                .build();
    }

    @Override
    public EventHandler<FrozenNames, FrozenNamesEvent> eventHandler() {
        return FrozenNames::evolve;
    }
}
