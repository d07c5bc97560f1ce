package org.sterna.persistence.queue.pekko;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.SliceEvent;

/**
 * One slice of the waiting messages. A message that is due runs as a child until it says when it is due again or that it
 * is complete; a child that dies without a word is tried again after a pause.
 */
public final class QueueSliceEntity extends EventSourcedBehavior<QueueSliceEntity.Message, SliceEvent, Slice> {
    public static final String KIND = "slice";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);
    private static final Duration AFTER_CRASH = Duration.ofSeconds(30);
    /** The longest timer: Pekko refuses one of more than some 248 days, and RFC 4865 lets messages wait longer. */
    private static final Duration LOOK_AGAIN = Duration.ofDays(1);

    public sealed interface Message { }

    /** Takes the message over; answered when that is durable. Taking it again only changes when it is due. */
    public record Take(QueueId id, Instant due, String reason, ActorRef<Done> replyTo) implements Message { }

    /** Starts the entity if it does not run: its timers run from then on. */
    public enum Wake implements Message { WAKE }

    /** Asks for the waiting messages. */
    public record Look(ActorRef<Waiting> replyTo) implements Message { }

    public record Waiting(int slice, Map<QueueId, Slice.Line> lines) { }

    /** Makes a message due now; answered with whether it waits here. */
    public record Hurry(QueueId id, ActorRef<Boolean> replyTo) implements Message { }

    /** How an attempt ended. */
    public sealed interface Outcome { }

    public record Again(QueueId id, Instant due, String reason) implements Outcome { }

    public record Complete(QueueId id) implements Outcome { }

    private record Ended(Outcome outcome) implements Message { }

    private record Died(QueueId id) implements Message { }

    private enum Due implements Message { DUE }

    private enum Idle implements Message { STOP }

    private final ActorContext<Message> context;
    private final TimerScheduler<Message> timers;
    private final int number;
    private final BiFunction<QueueId, ActorRef<Outcome>, Behavior<?>> attempt;
    private final Clock clock;
    private final int atOnce;
    private final ActorRef<Outcome> outcomes;
    private final Map<QueueId, ActorRef<?>> running = new HashMap<>();
    /** Every life of this entity begins with it: Pekko asks for the empty state once, not after a failed write. */
    private final Slice empty = new Slice();

    private QueueSliceEntity(ActorContext<Message> context, TimerScheduler<Message> timers, String id,
            BiFunction<QueueId, ActorRef<Outcome>, Behavior<?>> attempt, Clock clock, int atOnce) {
        super(PersistenceId.ofUniqueId(KIND + "|" + id), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.timers = timers;
        this.number = Integer.parseInt(id);
        this.attempt = attempt;
        this.clock = clock;
        this.atOnce = atOnce;
        this.outcomes = context.messageAdapter(Outcome.class, Ended::new);
    }

    /**
     * Starts the entities of this kind on this node.
     *
     * @param attempt makes the actor of a message that is due; it tells its outcome and stops
     * @param atOnce  messages of one slice that may run at a time
     */
    public static void init(ClusterSharding sharding, BiFunction<QueueId, ActorRef<Outcome>, Behavior<?>> attempt, Clock clock, int atOnce) {
        sharding.init(Entity.of(TYPE, context -> create(context.getEntityId(), attempt, clock, atOnce)).withStopMessage(Idle.STOP));
    }

    static Behavior<Message> create(String id, BiFunction<QueueId, ActorRef<Outcome>, Behavior<?>> attempt, Clock clock, int atOnce) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new QueueSliceEntity(context, timers, id, attempt, clock, atOnce)));
    }

    /** The slice with this number. */
    public static EntityRef<Message> ref(ClusterSharding sharding, int slice) {
        return sharding.entityRefFor(TYPE, Integer.toString(slice));
    }

    /** Where a message waits, of so many slices. */
    public static int sliceOf(QueueId id, int slices) {
        return Math.floorMod(id.toString().hashCode(), slices);
    }

    @Override
    public Slice emptyState() {
        return empty;
    }

    @Override
    public CommandHandler<Message, SliceEvent, Slice> commandHandler() {
        return newCommandHandlerBuilder().forAnyState()
                .onCommand(Take.class, (slice, take) -> Effect().persist(new SliceEvent.MessageWaits(take.id(), take.due(), take.reason()))
                        .thenRun(stored -> {
                            take.replyTo().tell(Done.getInstance());
                            schedule(stored);
                        }))
                .onCommand(Ended.class, this::onEnded)
                .onCommand(Died.class, this::onDied)
                .onCommand(Due.class, (slice, due) -> run(slice))
                .onCommand(Hurry.class, this::onHurry)
                .onCommand(Look.class, (slice, look) -> {
                    look.replyTo().tell(new Waiting(number, slice.lines()));
                    return Effect().none();
                })
                .onCommand(Wake.class, (slice, wake) -> Effect().none())
                .onCommand(Idle.class, (slice, stop) -> Effect().stop())
                .build();
    }

    private Effect<SliceEvent, Slice> run(Slice slice) {
        for (QueueId id : slice.due(clock.instant(), atOnce + running.size())) {
            if (running.size() >= atOnce) {
                break;
            }
            if (!running.containsKey(id)) {
                ActorRef<?> child = context.spawnAnonymous(attempt.apply(id, outcomes));
                running.put(id, child);
                context.watchWith(child, new Died(id));
            }
        }
        schedule(slice);
        return Effect().none();
    }

    private Effect<SliceEvent, Slice> onEnded(Slice slice, Ended ended) {
        SliceEvent event;
        QueueId id;
        if (ended.outcome() instanceof Again again) {
            id = again.id();
            event = new SliceEvent.MessageWaits(again.id(), again.due(), again.reason());
        } else if (ended.outcome() instanceof Complete complete) {
            id = complete.id();
            event = new SliceEvent.MessageLeft(complete.id());
        } else {
            throw new AssertionError(ended);
        }
        return Effect().persist(event).thenRun(stored -> {
            Optional.ofNullable(running.remove(id)).ifPresent(context::unwatch);
            schedule(stored);
        });
    }

    private Effect<SliceEvent, Slice> onDied(Slice slice, Died died) {
        if (running.remove(died.id()) == null || !slice.holds(died.id())) {
            return Effect().none();
        }
        context.getLog().warn("{}: the attempt ended without an outcome, it is tried again", died.id());
        return Effect().persist(new SliceEvent.MessageWaits(died.id(), clock.instant().plus(AFTER_CRASH), "the attempt was broken off"))
                .thenRun(this::schedule);
    }

    private Effect<SliceEvent, Slice> onHurry(Slice slice, Hurry hurry) {
        boolean here = slice.holds(hurry.id());
        if (!here || running.containsKey(hurry.id())) {
            hurry.replyTo().tell(here);
            return Effect().none();
        }
        return Effect().persist(new SliceEvent.MessageWaits(hurry.id(), clock.instant(), slice.lines().get(hurry.id()).reason()))
                .thenRun(stored -> {
                    hurry.replyTo().tell(true);
                    schedule(stored);
                });
    }

    private void schedule(Slice slice) {
        if (slice.nextDue().isEmpty() || running.size() >= atOnce) {
            timers.cancel(Due.DUE);
            return;
        }
        List<QueueId> now = slice.due(clock.instant(), running.size() + 1);
        boolean waiting = now.stream().anyMatch(id -> !running.containsKey(id));
        Duration pause = waiting ? Duration.ZERO : now.isEmpty() ? Duration.between(clock.instant(), slice.nextDue().get()) : Duration.ofSeconds(1);
        timers.startSingleTimer(Due.DUE, Due.DUE, pause.isNegative() ? Duration.ZERO : pause.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : pause);
    }

    @Override
    public EventHandler<Slice, SliceEvent> eventHandler() {
        return (slice, event) -> {
            slice.apply(event);
            return slice;
        };
    }

    @Override
    public SignalHandler<Slice> signalHandler() {
        return newSignalHandlerBuilder().onSignal(RecoveryCompleted.class, (slice, signal) -> schedule(slice))
                .onSignal(PreRestart.class, (slice, signal) -> empty.clear())   // what could not be persisted must not be seen again
                .build();
    }

    @Override
    public SnapshotAdapter<Slice> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(Slice slice) {
                return slice.copy();
            }

            @Override
            public Slice fromJournal(Object slice) {
                return (Slice) slice;
            }
        };
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(500, 2).withDeleteEventsOnSnapshot();
    }
}
