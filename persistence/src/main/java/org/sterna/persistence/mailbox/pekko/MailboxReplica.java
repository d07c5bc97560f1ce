package org.sterna.persistence.mailbox.pekko;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.cassandra.MailboxStates;

/**
 * The read side of one mailbox on one node, shared by its sessions. If the entity is on this node, too, its states are taken
 * over as they are, and share their pages. Otherwise the state is loaded from Cassandra and follows the entity's events; a
 * gap is read from the journal, up to the last event the entity has acknowledged, so that nothing is published that is not
 * durable, nothing twice and nothing out of order. When the entity stops or is heard of no more, it is subscribed to again.
 * A session that attaches is told nothing that is older than what the entity knew at that moment.
 */
final class MailboxReplica extends AbstractBehavior<MailboxReplica.Message> {
    sealed interface Message { }

    record Attach(ActorRef<MailboxView> session) implements Message { }

    record Detach(ActorRef<?> session) implements Message { }

    private record Taken(ActorRef<MailboxView> session) implements Message { }

    private record FromEntity(MailboxEntity.Update update) implements Message { }

    private record Loaded(Mailbox state) implements Message { }

    private record LoadFailed(Throwable failure) implements Message { }

    /** The entity may be elsewhere from now on: a node is gone. */
    enum Moved implements Message { NOW }

    private enum Tick implements Message { SUBSCRIBE, ASK_AGAIN, LINGERED }

    /** Also how long a change may go unseen when the node of the entity was killed. */
    private static final Duration SUBSCRIBE_EVERY = Duration.ofSeconds(3);
    /** While a session waits for the answer to its question, which may have been lost with a node. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(700);
    /** How long a replica stays for the next SELECT when its last session has gone. */
    static final Duration LINGER = Duration.ofSeconds(60);
    /** Events that are kept while the journal is read; what is lost beyond is read from it, too. */
    private static final int MAX_PENDING = 1024;

    private final MailboxId id;
    private final Consumer<MailboxEntity.Message> entity;
    private final Supplier<MailboxStates> states;
    private final TimerScheduler<Message> timers;
    private final ActorRef<MailboxEntity.Update> updates;
    private final Map<ActorRef<MailboxView>, Viewer> sessions = new LinkedHashMap<>();
    private final Deque<MailboxEntity.Happened> pending = new ArrayDeque<>();
    private Optional<Mailbox> state = Optional.empty();
    private Optional<MailboxEvent> last = Optional.empty();
    private long wanted = -1;
    private long asked;
    private boolean isLoading;

    private MailboxReplica(ActorContext<Message> context, TimerScheduler<Message> timers, MailboxId id,
            Consumer<MailboxEntity.Message> entity, Supplier<MailboxStates> states) {
        super(context);
        this.id = id;
        this.entity = entity;
        this.states = states;
        this.timers = timers;
        updates = context.messageAdapter(MailboxEntity.Update.class, FromEntity::new);
        timers.startTimerWithFixedDelay(Tick.SUBSCRIBE, SUBSCRIBE_EVERY);
    }

    /** @param entity takes messages for the mailbox's entity, wherever it is */
    static Behavior<Message> create(MailboxId id, Consumer<MailboxEntity.Message> entity, Supplier<MailboxStates> states) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new MailboxReplica(context, timers, id, entity, states)));
    }

    private long known() {
        return state.map(Mailbox::events).orElse(-1L);
    }

    private void subscribe() {
        asked++;
        entity.accept(new MailboxEntity.Subscribe(updates, asked));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Attach.class, this::onAttach)
                .onMessage(Detach.class, this::onDetach)
                .onMessage(Taken.class, this::onTaken)
                .onMessage(FromEntity.class, this::onUpdate)
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(LoadFailed.class, this::onLoadFailed)
                .onMessageEquals(Moved.NOW, this::onSubscribe)
                .onMessageEquals(Tick.SUBSCRIBE, this::onSubscribe)
                .onMessageEquals(Tick.ASK_AGAIN, this::onAskAgain)
                .onMessageEquals(Tick.LINGERED, () -> sessions.isEmpty() ? Behaviors.stopped() : this)
                .build();
    }

    private Behavior<Message> onSubscribe() {
        subscribe();
        return this;
    }

    private Behavior<Message> onAskAgain() {
        if (sessions.values().stream().anyMatch(Viewer::isWaiting)) {
            subscribe();
            timers.startSingleTimer(Tick.ASK_AGAIN, ASK_AGAIN);
        }
        return this;
    }

    private Behavior<Message> onAttach(Attach attach) {
        ActorRef<MailboxView> session = attach.session();
        subscribe();
        timers.startSingleTimer(Tick.ASK_AGAIN, ASK_AGAIN);
        Viewer viewer = new Viewer(session, asked, () -> getContext().getSelf().tell(new Taken(session)));
        if (sessions.put(session, viewer) == null) {
            getContext().watchWith(session, new Detach(session));
        }
        timers.cancel(Tick.LINGERED);
        return this;
    }

    private Behavior<Message> onDetach(Detach detach) {
        if (sessions.keySet().removeIf(each -> each.equals(detach.session()))) {
            getContext().unwatch(detach.session());
        }
        if (sessions.isEmpty()) {
            timers.startSingleTimer(Tick.LINGERED, LINGER);
        }
        return this;
    }

    private Behavior<Message> onTaken(Taken taken) {
        Viewer viewer = sessions.get(taken.session());
        if (viewer != null) {
            viewer.hasTaken();
            state.ifPresent(newest -> viewer.tell(newest, last));
        }
        return this;
    }

    private Behavior<Message> onUpdate(FromEntity from) {
        MailboxEntity.Update update = from.update();
        if (update instanceof MailboxEntity.Snapshot snapshot) {
            answered(snapshot.question(), snapshot.state().events());
            publish(snapshot.state(), List.of());
        } else if (update instanceof MailboxEntity.Became became) {
            publish(became.state(), became.events());
        } else if (update instanceof MailboxEntity.Following following) {
            wanted = Math.max(wanted, following.number());
            answered(following.question(), following.number());
            catchUp();
        } else if (update instanceof MailboxEntity.Happened happened) {
            follow(happened);
        } else if (update instanceof MailboxEntity.Left) {
            subscribe();
        } else {
            throw new AssertionError(update);
        }
        return this;
    }

    /** Whoever waited for this answer is told, if what it asks for is known already. */
    private void answered(long question, long number) {
        for (Viewer viewer : sessions.values()) {
            viewer.answered(question, number);
            state.ifPresent(newest -> viewer.tell(newest, last));
        }
    }

    private void follow(MailboxEntity.Happened happened) {
        long end = happened.first() + happened.events().size() - 1;
        if (isLoading || state.isEmpty()) {
            if (pending.size() < MAX_PENDING) {
                pending.add(happened);
            }
            wanted = Math.max(wanted, end);
        } else if (happened.first() <= known() + 1) {
            apply(happened);
        } else {
            wanted = Math.max(wanted, end);                     // a gap
            catchUp();
        }
    }

    /** Those of the events that are behind the state; they join it. */
    private void apply(MailboxEntity.Happened happened) {
        long known = known();
        List<MailboxEvent> events = happened.events().subList((int) Math.min(known + 1 - happened.first(), happened.events().size()),
                happened.events().size());
        Mailbox next = state.orElseThrow();
        for (MailboxEvent event : events) {
            next = next.evolve(event);
        }
        publish(next, events);
    }

    /** Reads what is missing, if nothing is being read. */
    private void catchUp() {
        if (!isLoading && (state.isEmpty() || wanted > known())) {
            isLoading = true;
            CompletionStage<Mailbox> newer = state.isPresent() ? states.get().follow(id, state.get(), wanted) : states.get().load(id, wanted);
            getContext().pipeToSelf(newer, (loaded, failure) -> failure == null ? new Loaded(loaded) : new LoadFailed(failure));
        }
    }

    private Behavior<Message> onLoaded(Loaded loaded) {
        isLoading = false;
        publish(loaded.state(), List.of());
        while (!pending.isEmpty() && pending.peek().first() <= known() + 1) {
            apply(pending.poll());
        }
        pending.clear();
        catchUp();
        return this;
    }

    /** The next subscription tells what is missing, and it is tried again. */
    private Behavior<Message> onLoadFailed(LoadFailed failed) {
        isLoading = false;
        pending.clear();
        getContext().getLog().warn("mailbox {} cannot be loaded: {}", id, failed.failure().toString());
        return this;
    }

    private void publish(Mailbox next, List<MailboxEvent> events) {
        if (next.events() > known()) {
            last = events.size() == 1 && next.events() == known() + 1 ? Optional.of(events.get(0)) : Optional.empty();
            state = Optional.of(next);
            sessions.values().forEach(session -> session.tell(next, last));
        }
    }
}
