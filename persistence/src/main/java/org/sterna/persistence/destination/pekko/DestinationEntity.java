package org.sterna.persistence.destination.pekko;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.Destination;
import org.sterna.persistence.destination.DestinationEvent;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.destination.Limits;
import org.sterna.persistence.destination.Reply;
import org.sterna.persistence.destination.Report;

/**
 * What has limits cluster-wide, in Cluster Sharding; its id is a kind and a name. Nodes ask it for grants as long as they have something to send. It
 * passivates itself: one that is down waits for its probe, and one that may have granted waits until no mark is left to be cleared.
 */
public final class DestinationEntity extends EventSourcedBehavior<DestinationEntity.Message, DestinationEvent, Destination> {
    public static final String KIND = "destination";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);
    private static final Duration IDLE = Duration.ofMinutes(6);

    public sealed interface Message { }

    /**
     * Asks for a grant.
     *
     * @param node    the incarnation that asks
     * @param round   is in the answer, too
     * @param replyTo gets that answer, and is told when it should ask again
     */
    public record Ask(String node, long round, Report report, Limits limits, ActorRef<Told> replyTo) implements Message { }

    /** What a node is told. */
    public sealed interface Told {
        String id();
    }

    public record Answer(String id, long round, Reply reply) implements Told { }

    /** An operator has changed something: ask again. */
    public record Changed(String id) implements Told { }

    /** Nothing is granted until it thaws. Answered when that is durable. */
    public record Freeze(String reason, ActorRef<Done> replyTo) implements Message { }

    public record Thaw(ActorRef<Done> replyTo) implements Message { }

    /** An operator does not want to wait for the next probe; answered with how it stands then. */
    public record Hurry(ActorRef<Condition> replyTo) implements Message { }

    public record Show(ActorRef<Life.View> replyTo) implements Message { }

    private enum Idle implements Message { LOOK, STOP }

    private record Asker(ActorRef<Told> ref, Instant at) { }

    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final ActorContext<Message> context;
    private final TimerScheduler<Message> timers;
    private final String id;
    private final Clock clock;
    private final Map<String, Asker> askers = new HashMap<>();
    private Life life = new Life(0, Destination.EMPTY, Instant.EPOCH);
    private Instant used;

    private DestinationEntity(ActorContext<Message> context, TimerScheduler<Message> timers, ActorRef<ClusterSharding.ShardCommand> shard, String id,
            Clock clock) {
        super(PersistenceId.ofUniqueId(KIND + "|" + id), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.timers = timers;
        this.shard = shard;
        this.id = id;
        this.clock = clock;
        this.used = clock.instant();
    }

    /**
     * Starts the entities of this kind on this node.
     *
     * @param role of the nodes that hold them, if not all do
     */
    public static void init(ActorSystem<?> system, Clock clock, Optional<String> role) {
        Entity<Message, ShardingEnvelope<Message>> entity = Entity.of(TYPE, context -> create(context.getEntityId(), context.getShard(), clock))
                .withSettings(ClusterShardingSettings.create(system).withNoPassivationStrategy()).withStopMessage(Idle.STOP);
        ClusterSharding.get(system).init(role.map(entity::withRole).orElse(entity));
    }

    static Behavior<Message> create(String id, ActorRef<ClusterSharding.ShardCommand> shard, Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new DestinationEntity(context, timers, shard, id, clock)));
    }

    /** The destination of this kind and name. */
    public static EntityRef<Message> ref(ClusterSharding sharding, String id) {
        return sharding.entityRefFor(TYPE, id);
    }

    @Override
    public Destination emptyState() {
        return Destination.EMPTY;
    }

    @Override
    public CommandHandler<Message, DestinationEvent, Destination> commandHandler() {
        return newCommandHandlerBuilder().forAnyState()
                .onCommand(Ask.class, this::onAsk)
                .onCommand(Freeze.class, (destination, freeze) -> Effect().persist(destination.freeze(freeze.reason(), clock.instant()))
                        .thenRun(stored -> changed(freeze.replyTo())))
                .onCommand(Thaw.class, (destination, thaw) -> Effect().persist(destination.thaw(clock.instant()))
                        .thenRun(stored -> changed(thaw.replyTo())))
                .onCommand(Hurry.class, this::onHurry)
                .onCommand(Show.class, this::onShow)
                .onCommand(Idle.class, this::onIdle)
                .build();
    }

    /** What the life has written down stays so if the write fails: the entity then begins a new one, and waits. */
    private Effect<DestinationEvent, Destination> onAsk(Destination destination, Ask ask) {
        used = clock.instant();
        askers.put(ask.node(), new Asker(ask.replyTo(), used));
        Life.Decision decision = life.ask(destination, ask.node(), ask.report(), ask.limits(), used, ThreadLocalRandom.current().nextDouble());
        Answer answer = new Answer(id, ask.round(), decision.reply());
        if (decision.events().isEmpty()) {
            ask.replyTo().tell(answer);
            return Effect().none();
        }
        return Effect().persist(decision.events()).thenRun(stored -> ask.replyTo().tell(answer));
    }

    private void changed(ActorRef<Done> replyTo) {
        askers.values().forEach(asker -> asker.ref().tell(new Changed(id)));
        replyTo.tell(Done.getInstance());
    }

    private Effect<DestinationEvent, Destination> onHurry(Destination destination, Hurry hurry) {
        Instant now = clock.instant();
        life.hurry(now);
        askers.values().forEach(asker -> asker.ref().tell(new Changed(id)));
        hurry.replyTo().tell(life.view(destination, now).condition());
        return Effect().none();
    }

    private Effect<DestinationEvent, Destination> onShow(Destination destination, Show show) {
        show.replyTo().tell(life.view(destination, clock.instant()));
        return Effect().none();
    }

    private Effect<DestinationEvent, Destination> onIdle(Destination destination, Idle idle) {
        Instant now = clock.instant();
        if (idle == Idle.STOP) {
            List<DestinationEvent> words = life.lastWords(destination, now);
            return words.isEmpty() ? Effect().stop() : Effect().persist(words).thenStop();
        }
        Instant forgotten = now.minus(IDLE.multipliedBy(4));            // longer than any pause between probes that nodes wait for
        askers.values().removeIf(asker -> asker.at().isBefore(forgotten));
        if (!used.plus(IDLE).isAfter(now) && life.isIdle(destination, now, IDLE)) {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return Effect().none();
    }

    @Override
    public EventHandler<Destination, DestinationEvent> eventHandler() {
        return Destination::evolve;
    }

    @Override
    public SignalHandler<Destination> signalHandler() {
        return newSignalHandlerBuilder().onSignal(RecoveryCompleted.class, (destination, signal) -> {
            life = new Life(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), destination, clock.instant());
            timers.startTimerWithFixedDelay(Idle.LOOK, Idle.LOOK, IDLE.dividedBy(6));
        }).build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(100, 2).withDeleteEventsOnSnapshot();
    }
}
