package org.sterna.persistence.queue.pekko;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Departures;
import org.sterna.persistence.queue.First;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.SliceEvent;
import org.sterna.persistence.queue.SlicePages;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.WaitingMessage;

/**
 * One slice of the waiting messages. A message that is due, and whose destination has a place, runs as a child until it says when it is due again or that
 * it is complete; a child that ends without a word is tried again after a pause. While a message waits it costs its line, and neither a timer nor a statement:
 * the slice has one timer for all.
 *
 * <p>What comes while an event is being written is written together: commands that change something wait in a batch, which is one mutation of the journal.
 */
public final class QueueSliceEntity extends EventSourcedBehavior<QueueSliceEntity.Message, SliceEvent, Slice> {
    public static final String KIND = "slice";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);
    private static final Duration AFTER_CRASH = Duration.ofSeconds(30);
    /** The least pause behind an attempt: one that changed nothing is not repeated at once. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** The longest timer: Pekko refuses one of more than some 248 days, and RFC 4865 lets messages wait longer. */
    private static final Duration LOOK_AGAIN = Duration.ofDays(1);
    private static final int MAX_BATCH = 100;
    private static final int MAX_STEP = 500;
    private static final int LEAST_UNSAVED = 500;
    /** Octets of messages in an answer: with the last of them it is still shorter than what nodes send each other. */
    private static final int MAX_FOUND = 8 << 20;
    private static final int LINE = 100;

    public sealed interface Message { }

    /** Takes the message over; answered when that is durable. Taking it again only changes what is known of it. */
    public record Take(WaitingMessage message, ActorRef<Done> replyTo) implements Message { }

    /** Starts the entity if it does not run: its timers run from then on. */
    public enum Wake implements Message { WAKE }

    /**
     * Asks for waiting messages.
     *
     * @param limit of the answer; the first ones in this order are told, fewer if they are many megabytes
     */
    public record Find(Selection selection, Sort sort, int limit, ActorRef<Found> replyTo) implements Message { }

    /** @param matching how many are selected here, told or not */
    public record Found(int slice, List<WaitingMessage> messages, int matching) { }

    /**
     * Counts waiting messages.
     *
     * @param most destinations that are told one by one
     */
    public record Count(Selection selection, int most, ActorRef<Tally> replyTo) implements Message { }

    /**
     * Does something to selected messages on which it has an effect, by rising queue id; answered when it is done and durable. A message that is in an
     * attempt is treated when that has ended, and the answer does not wait for it.
     *
     * @param after only messages with a higher queue id
     * @param most  in this step; no more than 500
     */
    public record Act(Operation operation, Selection selection, Optional<QueueId> after, int most, ActorRef<Acted> replyTo) implements Message { }

    /** @param next the {@code after} of the next step; empty if this was the last */
    public record Acted(int count, Optional<QueueId> next) { }

    /** How an attempt ended. */
    public sealed interface Outcome { }

    /** It goes on waiting. When it is due is taken as a second from now at least, when it is looked at as half a minute. */
    public record Again(WaitingMessage message) implements Outcome { }

    public record Complete(QueueId id) implements Outcome { }

    /** Makes the actor of a message that is started. It tells its outcome and stops; if it was given a place it gives it back, however it ends. */
    public interface Attempts {
        Behavior<?> begin(QueueId id, Order order, ActorRef<Outcome> outcomes);
    }

    /**
     * Messages of one slice that may be in an attempt at a time.
     *
     * @param atOnce    without a place: looks, several destinations, orders of an operator; at least 1
     * @param withPlace with a place of their destination; at least 1
     */
    public record Limits(int atOnce, int withPlace) {
        public Limits {
            if (atOnce < 1 || withPlace < 1) {
                throw new IllegalArgumentException("attempts of a slice at once: " + atOnce + ", with a place: " + withPlace);
            }
        }
    }

    private record Ended(Outcome outcome) implements Message { }

    private record Died(QueueId id, ActorRef<?> child) implements Message { }

    private record Opened(String destination) implements Message { }

    private enum Due implements Message { DUE }

    private enum Flush implements Message { FLUSH }

    private enum Idle implements Message { STOP }

    private record Pending(List<SliceEvent> events, Consumer<Slice> whenStored) { }

    private final ActorContext<Message> context;
    private final TimerScheduler<Message> timers;
    private final int number;
    private final Attempts attempts;
    private final Departures departures;
    private final Clock clock;
    private final Limits limits;
    private final ActorRef<Outcome> outcomes;
    private final Children children = new Children();
    private final Steps steps = new Steps();
    /** Messages in an attempt that an operator wants to be tried again right after it. */
    private final Set<QueueId> hurried = new HashSet<>();
    private final List<Pending> batch = new ArrayList<>();
    private int batched;
    /** Never changed: Pekko asks for it once, and every life of this entity begins with it. */
    private final Slice empty = new Slice();

    private QueueSliceEntity(ActorContext<Message> context, TimerScheduler<Message> timers, String id, Attempts attempts, Departures departures, Clock clock,
            Limits limits) {
        super(PersistenceId.ofUniqueId(persistenceId(id)), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.timers = timers;
        this.number = Integer.parseInt(id);
        this.attempts = attempts;
        this.departures = departures;
        this.clock = clock;
        this.limits = limits;
        this.outcomes = context.messageAdapter(Outcome.class, Ended::new);
    }

    /** The name of a slice's journal. */
    public static String persistenceId(int slice) {
        return persistenceId(Integer.toString(slice));
    }

    private static String persistenceId(String id) {
        return KIND + "|" + id;
    }

    /**
     * Starts the entities of this kind on this node.
     *
     * @param role of the nodes that hold them, if not all do
     */
    public static void init(ClusterSharding sharding, Attempts attempts, Departures departures, Clock clock, Limits limits, Optional<String> role) {
        Entity<Message, ShardingEnvelope<Message>> entity = Entity.of(TYPE, context -> create(context.getEntityId(), attempts, departures, clock, limits))
                .withStopMessage(Idle.STOP);
        sharding.init(role.map(entity::withRole).orElse(entity));
    }

    static Behavior<Message> create(String id, Attempts attempts, Departures departures, Clock clock, Limits limits) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers ->
                new QueueSliceEntity(context, timers, id, attempts, departures, clock, limits)));
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
                .onCommand(Take.class, (slice, take) -> add(new Pending(List.of(new SliceEvent.MessageWaits(take.message())),
                        stored -> take.replyTo().tell(Done.getInstance()))))
                .onCommand(Ended.class, this::onEnded)
                .onCommand(Died.class, this::onDied)
                .onCommand(Flush.class, (slice, flush) -> flush())
                .onCommand(Due.class, (slice, due) -> run(slice))
                .onCommand(Opened.class, (slice, opened) -> {
                    slice.opened(opened.destination());
                    return run(slice);
                })
                .onCommand(Act.class, this::onAct)
                .onCommand(Find.class, this::onFind)
                .onCommand(Count.class, (slice, count) -> {
                    count.replyTo().tell(Tally.of(slice, count.selection(), clock.instant(), count.most()));
                    return Effect().none();
                })
                .onCommand(Wake.class, (slice, wake) -> Effect().none())
                .onCommand(Idle.class, (slice, stop) -> batch.isEmpty() ? Effect().stop() : persist(batch).thenStop())
                .build();
    }

    /** A full batch is written at once; another one when everything that came while the last was written is in it. */
    private Effect<SliceEvent, Slice> add(Pending pending) {
        if (batch.isEmpty()) {
            context.getSelf().tell(Flush.FLUSH);
        }
        batch.add(pending);
        batched += pending.events().size();
        return batched >= MAX_BATCH ? flush() : Effect().none();
    }

    private Effect<SliceEvent, Slice> flush() {
        return batch.isEmpty() ? Effect().none() : persist(batch).thenRun(this::start);
    }

    private EffectBuilder<SliceEvent, Slice> persist(List<Pending> all) {
        List<Pending> written = List.copyOf(all);
        batch.clear();
        batched = 0;
        return Effect().persist(written.stream().flatMap(each -> each.events().stream()).toList())
                .thenRun(stored -> written.forEach(each -> each.whenStored().accept(stored)));
    }

    private Effect<SliceEvent, Slice> run(Slice slice) {
        start(slice);
        return Effect().none();
    }

    /** Starts what may start now, and sets the timer for what may start later. */
    private void start(Slice slice) {
        WaitingCounts.of(context.getSystem()).tell(number, slice, this);
        slice.advance(clock.instant());
        Optional<Slice.Start> next;
        while (children.withoutPlace() < limits.atOnce() && (next = steps.start(slice).or(slice::startWithoutPlace)).isPresent()) {
            begin(next.get(), false);
        }
        while (children.withPlace() < limits.withPlace() && (next = slice.startWithPlace(this::place)).isPresent()) {
            begin(next.get(), true);
        }
        OptionalLong wake = slice.nextWake();
        if (wake.isPresent()) {
            long millis = Math.max(1, Math.min(wake.getAsLong() - clock.millis(), LOOK_AGAIN.toMillis()));
            timers.startSingleTimer(Due.DUE, Due.DUE, Duration.ofMillis(millis));
        } else {
            timers.cancel(Due.DUE);
        }
    }

    private boolean place(String destination) {
        if (departures.tryStart(destination)) {
            return true;
        }
        ActorRef<Message> self = context.getSelf();
        departures.whenOpen(destination, () -> self.tell(new Opened(destination)));
        return false;
    }

    private void begin(Slice.Start start, boolean withPlace) {
        ActorRef<?> child = context.spawnAnonymous(attempts.begin(start.id(), start.order(), outcomes));
        children.add(start.id(), child, withPlace);
        context.watchWith(child, new Died(start.id(), child));
    }

    private Effect<SliceEvent, Slice> onEnded(Slice slice, Ended ended) {
        if (ended.outcome() instanceof Again again) {
            QueueId id = again.message().id();
            Instant now = clock.instant();
            List<SliceEvent> events = new ArrayList<>();
            events.add(waits(again.message(), now.plus(PAUSE), now.plus(AFTER_CRASH), again.message().reason()));
            if (hurried.remove(id)) {
                events.add(new SliceEvent.MessageHurried(id, now));
            }
            return end(id, events);
        } else if (ended.outcome() instanceof Complete complete) {
            hurried.remove(complete.id());
            return end(complete.id(), List.of(new SliceEvent.MessageLeft(complete.id())));
        }
        throw new AssertionError(ended);
    }

    private static SliceEvent waits(WaitingMessage message, Instant due, Instant look, String reason) {
        return new SliceEvent.MessageWaits(new WaitingMessage(message.id(), message.accepted(), message.reversePath(), message.recipients(), message.octets(),
                message.priority(), message.destination(), message.state(), message.due().isBefore(due) ? due : message.due(),
                message.look().isBefore(look) ? look : message.look(), reason));
    }

    private Effect<SliceEvent, Slice> end(QueueId id, List<SliceEvent> events) {
        children.told(id);
        return add(new Pending(events, stored -> {
            if (children.stored(id)) {
                ended(stored, id);
            }
        }));
    }

    private void ended(Slice slice, QueueId id) {
        slice.ended(id);
        steps.ended(id, slice);
    }

    private Effect<SliceEvent, Slice> onDied(Slice slice, Died died) {
        QueueId id = died.id();
        if (children.gone(id, died.child())) {
            ended(slice, id);
            return run(slice);
        }
        Optional<WaitingMessage> message = slice.message(id);
        if (!children.wordless(id) || message.isEmpty()) {
            return Effect().none();
        }
        context.getLog().warn("{}: the attempt ended without an outcome, it is tried again", id);
        Instant later = clock.instant().plus(AFTER_CRASH);
        return end(id, List.of(waits(message.get(), later, later, "the attempt was broken off")));
    }

    private Effect<SliceEvent, Slice> onFind(Slice slice, Find find) {
        First<WaitingMessage> first = new First<>(find.sort().comparator(), find.limit());
        slice.forEach(find.selection(), first::add);
        find.replyTo().tell(new Found(number, fitting(first.toList()), first.seen()));
        return Effect().none();
    }

    /** The first ones, as many as fit into one message between nodes. */
    private static List<WaitingMessage> fitting(List<WaitingMessage> messages) {
        int fit = 0;
        for (int octets = 0; fit < messages.size() && octets < MAX_FOUND; fit++) {
            WaitingMessage message = messages.get(fit);
            octets += LINE + 3 * (message.reason().length() + message.reversePath().length() + message.destination().length()
                    + message.recipients().stream().mapToInt(String::length).sum());            // in UTF-8, at most
        }
        return messages.subList(0, fit);
    }

    private Effect<SliceEvent, Slice> onAct(Slice slice, Act act) {
        First<QueueId> first = new First<>(Comparator.naturalOrder(), Math.max(1, Math.min(act.most(), MAX_STEP)));
        slice.forEach(act.selection(), message -> {
            if (act.after().map(after -> message.id().compareTo(after) > 0).orElse(true) && concerns(act.operation(), message)) {
                first.add(message.id());
            }
        });
        List<QueueId> ids = first.toList();
        Acted answer = new Acted(ids.size(), first.seen() > ids.size() ? Optional.of(ids.get(ids.size() - 1)) : Optional.empty());
        Optional<Order> order = order(act.operation());
        if (order.isPresent()) {
            steps.add(ids, order.get(), children::has, answer, act.replyTo());
            return run(slice);
        }
        List<SliceEvent> events = new ArrayList<>();
        ids.forEach(id -> event(slice, act.operation(), id).ifPresent(events::add));
        if (events.isEmpty()) {
            act.replyTo().tell(answer);
            return Effect().none();
        }
        return add(new Pending(events, stored -> act.replyTo().tell(answer)));
    }

    private static boolean concerns(Operation operation, WaitingMessage message) {
        boolean held = message.state() == WaitingMessage.State.HELD;
        if (operation instanceof Operation.Release) {
            return held;
        }
        if (operation instanceof Operation.Retry) {
            return !held && message.state() != WaitingMessage.State.SCHEDULED;          // RFC 4865: when it is released its sender has said
        }
        return !held || operation instanceof Operation.Bounce || operation instanceof Operation.Remove;
    }

    /** What a child does; empty if an event is enough. */
    private static Optional<Order> order(Operation operation) {
        if (operation instanceof Operation.Bounce bounce) {
            return Optional.of(new Order.Bounce(bounce.reason()));
        }
        return operation instanceof Operation.Remove ? Optional.of(new Order.Remove()) : Optional.empty();
    }

    /** Empty if there is nothing to write: it is due already, or is told when its attempt has ended. */
    private Optional<SliceEvent> event(Slice slice, Operation operation, QueueId id) {
        Instant now = clock.instant();
        if (operation instanceof Operation.Hold) {
            return Optional.of(new SliceEvent.MessageHeld(id, now));
        } else if (operation instanceof Operation.Release) {
            return Optional.of(new SliceEvent.MessageReleased(id, now));
        } else if (operation instanceof Operation.Retry) {
            if (children.has(id)) {
                hurried.add(id);
                return Optional.empty();
            }
            return slice.message(id).filter(message -> message.due().isAfter(now)).map(message -> new SliceEvent.MessageHurried(id, now));
        }
        throw new AssertionError(operation);
    }

    @Override
    public EventHandler<Slice, SliceEvent> eventHandler() {
        return (slice, event) -> {
            Slice changed = slice == empty ? new Slice() : slice;
            changed.apply(event);
            return changed;
        };
    }

    @Override
    public SignalHandler<Slice> signalHandler() {
        // A timer and not at once: what children of a former life said before they were stopped waits in front of it.
        return newSignalHandlerBuilder().onSignal(RecoveryCompleted.class, (slice, signal) ->
                        timers.startSingleTimer(Due.DUE, Due.DUE, Duration.ZERO))
                .onSignal(PreRestart.class, (slice, signal) -> forget())
                .onSignal(PostStop.class, (slice, signal) -> WaitingCounts.of(context.getSystem()).leave(number, this))
                .build();
    }

    /** What could not be persisted must not be seen again. Its supervisor stops all children, and waits for their end, before the entity lives again. */
    private void forget() {
        children.clear();
        steps.clear();
        hurried.clear();
        batch.clear();
        batched = 0;
    }

    @Override
    public SnapshotAdapter<Slice> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(Slice slice) {
                return slice.toPages();
            }

            @Override
            public Slice fromJournal(Object pages) {
                return Slice.of((SlicePages) pages);
            }
        };
    }

    /** A snapshot writes every line: one for each so many events keeps what an event costs the same at any size. */
    @Override
    public boolean shouldSnapshot(Slice slice, SliceEvent event, long unused) {
        return slice.unsaved() >= Math.max(LEAST_UNSAVED, slice.size() / 2);
    }
}
