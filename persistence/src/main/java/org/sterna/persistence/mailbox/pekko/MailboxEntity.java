package org.sterna.persistence.mailbox.pekko;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.pekko.cassandra.JournalSetup;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.Repetition;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;

/** One mailbox in Cluster Sharding: the only writer of its journal. Everybody is told of an event only when it is durable. */
public final class MailboxEntity extends EventSourcedBehavior<MailboxEntity.Message, MailboxEvent, Mailbox> {
    public static final String KIND = "mailbox";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);

    public sealed interface Message { }

    /**
     * Answered when what follows from the command is durable.
     *
     * @param again the same command was sent before, and its answer may have been lost: what was done then is not done again
     */
    public record Request(MailboxCommand command, ActorRef<Verdict> replyTo, boolean again) implements Message {
        public Request(MailboxCommand command, ActorRef<Verdict> replyTo) {
            this(command, replyTo, false);
        }
    }

    /** The queue has recorded the end of these deliveries: the mailbox may forget them. Not answered. */
    public record Confirm(List<QueueId> queueIds) implements Message { }

    /**
     * Tells this replica where the mailbox is, and every event from now on. Repeated from time to time; a replica that was not
     * heard of for {@link ReplicaSubscriptions#LIFE} is forgotten.
     *
     * @param question from 1; comes back with the answer, so that the replica knows which state is at least as new as its question
     */
    public record Subscribe(ActorRef<Update> replica, long question) implements Message { }

    /** What a replica is sent. The numbers of events never go back, also not from one life of the entity to the next. */
    public sealed interface Update { }

    /**
     * The state now, to a replica on the same node.
     *
     * @param question that it answers; 0 if nobody has asked
     */
    public record Snapshot(Mailbox state, long question) implements Update { }

    /** The state after events that have become durable together, to a replica on the same node. */
    public record Became(Mailbox state, List<MailboxEvent> events) implements Update { }

    /**
     * To a replica on another node: the last event has this number, and those that follow will be told.
     *
     * @param question that it answers; 0 if nobody has asked
     */
    public record Following(long number, long question) implements Update { }

    /** To a replica on another node: events that have become durable together, the first of them with this number. */
    public record Happened(long first, List<MailboxEvent> events) implements Update { }

    /** The entity stops: who wants to go on following must subscribe again. */
    public record Left() implements Update { }

    /** Asks for the totals once. */
    public record Count(ActorRef<Totals> replyTo) implements Message { }

    /** Tells this watcher the totals, now and behind every event that changes them, as long as both are there. */
    public record WatchTotals(ActorRef<Watched> watcher) implements Message { }

    /** @param entity stops when nobody tells any more */
    public record Watched(MailboxId mailbox, ActorRef<Message> entity, Totals totals) { }

    record WatcherStopped(ActorRef<Watched> watcher) implements Message { }

    /**
     * Which messages one MOVE has copied into this mailbox.
     *
     * @param run   number of the event that started the move, in the source
     * @param since when it was started
     */
    public record Find(MailboxId source, long run, UidSet uids, Instant since, ActorRef<Found> replyTo) implements Message { }

    /** @param uids of the source, whose copies are durable and not expunged */
    public record Found(UidSet uids) { }

    /**
     * Says to the source of a move that its target has durable copies and did not hear of the end. Wakes the source, which ends its moves by itself. Answered to
     * the target's entity with {@link MoveEnded} when the move is not open.
     */
    public record EndMove(MailboxId target, long move) implements Message { }

    /** Says to the target of a move that its source has ended it. Not answered. */
    public record MoveEnded(MailboxId source, long move) implements Message { }

    /** Stops the entity, so that the next message makes it recover. Not answered. */
    public enum Restart implements Message { NOW }

    /**
     * Wants the mailbox as the maildrop of one session alone (RFC 1939 section 4). Who has it asks again every
     * {@link MaildropLock#RENEW}, or it is free for others after {@link MaildropLock#LEASE}. Nobody but other maildrops is
     * kept out by it.
     *
     * @param owner      answered; when it stops the maildrop is free
     * @param question   comes back with the answer: who gave up waiting knows by it which answer is late
     * @param loginDelay that must lie between two sessions' beginnings (RFC 2449 section 6.5); zero if they may come as they like
     */
    public record LockMaildrop(ActorRef<LockReply> owner, long question, Duration loginDelay) implements Message { }

    /** Gives the maildrop back, if the owner has it. Not answered. */
    public record UnlockMaildrop(ActorRef<LockReply> owner) implements Message { }

    /**
     * Removes messages, all in one event, and gives the maildrop back: the UPDATE state of RFC 1939 section 6. Refused if the
     * maildrop is another session's by now, or if one of the messages is being moved to another mailbox. Answered when the event is durable and the maildrop free.
     *
     * @param uids may be empty; those that are not here any more are left out
     */
    public record UpdateMaildrop(ActorRef<LockReply> owner, UidSet uids, By by, ActorRef<Verdict> replyTo) implements Message { }

    /** The answer to one {@link LockMaildrop}. */
    public record LockReply(long question, LockAnswer answer) { }

    /** What {@link LockMaildrop} is answered. */
    public sealed interface LockAnswer { }

    /** @param event number of the last event: a state with fewer does not show what the session before has deleted */
    public record MaildropLocked(long event) implements LockAnswer { }

    /** Another session has the maildrop. */
    public record MaildropInUse() implements LockAnswer { }

    /** The last session began less than the login delay ago. */
    public record MaildropTooSoon() implements LockAnswer { }

    record MaildropOwnerStopped(ActorRef<LockReply> owner) implements Message { }

    record ResumeMove(long move) implements Message { }

    record Remind(MailboxId source, long move) implements Message { }

    record MoveFound(long move, UidSet copied) implements Message { }

    record Recalled(Request request, Optional<Verdict.Answer> answer) implements Message { }

    private enum Idle implements Message { STOP }

    private static final int SNAPSHOT_EVERY = 400;

    private final ReplicaSubscriptions replicas = new ReplicaSubscriptions();
    private final TotalsWatchers watchers;
    private final OpenMoves moves;
    private final AwaitedMoves awaited;
    private final MaildropLock maildrop;
    private final Clock clock;
    private final AnsweredCommands answered;
    private final BooleanSupplier mayTell;
    private final Set<QueueId> confirmed = new LinkedHashSet<>();

    private MailboxEntity(ActorContext<Message> context, TimerScheduler<Message> timers, String id, OpenMoves.Targets targets, Clock clock) {
        super(PersistenceId.ofUniqueId(persistenceId(id)), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        watchers = new TotalsWatchers(context, id);
        maildrop = new MaildropLock(owner -> context.watchWith(owner, new MaildropOwnerStopped(owner)), context::unwatch);
        moves = new OpenMoves(context, timers, new MailboxId(id), targets, clock);
        awaited = new AwaitedMoves(timers, new MailboxId(id), targets, clock);
        this.clock = clock;
        answered = new AnsweredCommands(context, new MailboxId(id));
        mayTell = context.getSystem().settings().setup().get(JournalSetup.class).<BooleanSupplier>map(journal -> journal::mayTell).orElse(() -> true);
    }

    /** The name of the mailbox's journal. */
    public static String persistenceId(String id) {
        return KIND + "|" + id;
    }

    public static String persistenceId(MailboxId id) {
        return persistenceId(id.value());
    }

    /**
     * Starts the entities of this kind on this node.
     *
     * @param role of the nodes that hold them, if not all do
     */
    public static void init(ClusterSharding sharding, Optional<String> role) {
        Entity<Message, ShardingEnvelope<Message>> entity = Entity.of(TYPE, context -> create(context.getEntityId(), (target, message) ->
                sharding.entityRefFor(TYPE, target.value()).tell(message), Clock.systemUTC())).withStopMessage(Idle.STOP);
        sharding.init(role.map(entity::withRole).orElse(entity));
    }

    static Behavior<Message> create(String id, OpenMoves.Targets targets, Clock clock) {
        return Behaviors.setup((ActorContext<Message> context) -> Behaviors.withTimers(timers ->
                new MailboxEntity(context, timers, id, targets, clock)));
    }

    @Override
    public Mailbox emptyState() {
        return Mailbox.EMPTY;
    }

    @Override
    public CommandHandler<Message, MailboxEvent, Mailbox> commandHandler() {
        return newCommandHandlerBuilder().forAnyState()
                .onCommand(Request.class, this::onRequest)
                .onCommand(Confirm.class, this::onConfirm)
                .onCommand(Subscribe.class, this::onSubscribe)
                .onCommand(Count.class, this::onCount)
                .onCommand(WatchTotals.class, this::onWatch)
                .onCommand(WatcherStopped.class, this::onWatcherStopped)
                .onCommand(Find.class, this::onFind)
                .onCommand(LockMaildrop.class, this::onLock)
                .onCommand(UnlockMaildrop.class, this::onUnlock)
                .onCommand(UpdateMaildrop.class, this::onUpdate)
                .onCommand(MaildropOwnerStopped.class, this::onOwnerStopped)
                .onCommand(ResumeMove.class, this::onResume)
                .onCommand(MoveFound.class, this::onMoveFound)
                .onCommand(EndMove.class, this::onEndMove)
                .onCommand(Remind.class, this::onRemind)
                .onCommand(MoveEnded.class, this::onMoveEnded)
                .onCommand(Recalled.class, this::onRecalled)
                .onCommand(Restart.class, unused -> Effect().stop())
                .onCommand(Idle.class, unused -> Effect().stop())
                .build();
    }

    @Override
    public SignalHandler<Mailbox> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> {
                    replicas.recovered(state);
                    moves.recovered(state);
                    awaited.recovered(state);
                })
                .onSignal(PreRestart.class, (state, signal) -> {
                    moves.restarts();
                    awaited.restarts();
                })
                .onSignal(PostStop.class, (state, signal) -> replicas.leave())
                .build();
    }

    private Effect<MailboxEvent, Mailbox> onRequest(Mailbox mailbox, Request request) {
        Optional<Verdict> before = answered.find(request);
        if (before.isPresent()) {
            request.replyTo().tell(before.get());
            return Effect().none();
        }
        if (request.again() && Repetition.key(request.command()).isPresent()) {
            answered.recall(mailbox, request);
            return Effect().none();
        }
        return decide(mailbox, request);
    }

    private Effect<MailboxEvent, Mailbox> onRecalled(Mailbox mailbox, Recalled recalled) {
        Request request = recalled.request();
        Optional<Verdict> before = answered.find(request)           // done while the journal was read
                .or(() -> recalled.answer().map(answer -> new Verdict.Accepted(List.of(), answer)));
        if (before.isPresent()) {
            request.replyTo().tell(before.get());
            return Effect().none();
        }
        return decide(mailbox, request);
    }

    private Effect<MailboxEvent, Mailbox> decide(Mailbox mailbox, Request request) {
        MailboxCommand command = request.command();
        if (command instanceof MailboxCommand.AddMessages add) {
            command = new MailboxCommand.AddMessages(add.messages(), List.copyOf(confirmed), add.distinct());
        }
        Verdict verdict = mailbox.decide(command);
        return store(verdict, request.replyTo(), () -> answered.put(request, verdict));
    }

    private Effect<MailboxEvent, Mailbox> store(Verdict verdict, ActorRef<Verdict> replyTo) {
        return store(verdict, replyTo, () -> { });
    }

    /** @param before what is to be done when the events are durable and before anybody is told */
    private Effect<MailboxEvent, Mailbox> store(Verdict verdict, ActorRef<Verdict> replyTo, Runnable before) {
        if (verdict instanceof Verdict.Accepted accepted && !accepted.events().isEmpty()) {
            return Effect().persist(accepted.events()).thenRun(stored -> {
                confirmed.removeIf(id -> !stored.unconfirmed().contains(id));
                before.run();
                replicas.publish(stored, accepted.events());
                if (!watchers.isEmpty()) {
                    watchers.tell(stored.totals());
                }
                replyTo.tell(verdict);              // last: who knows of the change and opens the mailbox here finds it
                if (accepted.answer() instanceof Verdict.MoveStarted started) {
                    moves.started(started.move(), stored);
                }
                moves.happened(accepted.events());
                awaited.happened(accepted.events());
            });
        }
        before.run();
        if (mayTell.getAsBoolean()) {
            replyTo.tell(verdict);
        }
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onLock(Mailbox mailbox, LockMaildrop lock) {
        lock.owner().tell(new LockReply(lock.question(), maildrop.take(lock.owner(), lock.loginDelay(), mailbox.events(), System.nanoTime())));
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onUnlock(Mailbox mailbox, UnlockMaildrop unlock) {
        maildrop.release(unlock.owner());
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onOwnerStopped(Mailbox mailbox, MaildropOwnerStopped stopped) {
        maildrop.release(stopped.owner());
        return Effect().none();
    }

    /** An update that failed leaves the maildrop with its session: it is freed when that ends. */
    private Effect<MailboxEvent, Mailbox> onUpdate(Mailbox mailbox, UpdateMaildrop update) {
        boolean gone = !update.uids().isEmpty() && mailbox.beingMoved(update.uids()).isEmpty()
                && mailbox.decide(new MailboxCommand.Expunge(update.uids(), false, update.by())) instanceof Verdict.Accepted done
                && done.events().isEmpty();
        if (gone) {                                                 // asked again, after the answer was lost
            maildrop.release(update.owner());
            return store(new Verdict.Accepted(List.of(), new Verdict.Expunged(UidSet.EMPTY, mailbox.events())), update.replyTo());
        }
        if (maildrop.isAnothers(update.owner(), System.nanoTime())) {
            return store(new Verdict.Refused(Verdict.Reason.IN_USE), update.replyTo());
        }
        if (!mailbox.beingMoved(update.uids()).isEmpty()) {
            return store(new Verdict.Refused(Verdict.Reason.BEING_MOVED), update.replyTo());
        }
        Verdict verdict = update.uids().isEmpty()
                ? new Verdict.Accepted(List.of(), new Verdict.Expunged(UidSet.EMPTY, mailbox.events()))
                : mailbox.decide(new MailboxCommand.Expunge(update.uids(), false, update.by()));
        return store(verdict, update.replyTo(), () -> maildrop.release(update.owner()));
    }

    private Effect<MailboxEvent, Mailbox> onConfirm(Mailbox mailbox, Confirm confirm) {
        for (QueueId id : confirm.queueIds()) {
            if (mailbox.unconfirmed().contains(id)) {
                confirmed.add(id);
            }
        }
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onSubscribe(Mailbox mailbox, Subscribe subscribe) {
        if (mayTell.getAsBoolean()) {
            replicas.subscribe(subscribe, mailbox, System.nanoTime());
        }
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onCount(Mailbox mailbox, Count count) {
        if (mayTell.getAsBoolean()) {
            count.replyTo().tell(mailbox.totals());
        }
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onWatch(Mailbox mailbox, WatchTotals watch) {
        watchers.add(watch.watcher(), mailbox.totals());
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onWatcherStopped(Mailbox mailbox, WatcherStopped stopped) {
        watchers.remove(stopped.watcher());
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onFind(Mailbox mailbox, Find find) {
        moves.find(mailbox, find);
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onResume(Mailbox mailbox, ResumeMove resume) {
        moves.resume(mailbox, resume.move());
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onEndMove(Mailbox mailbox, EndMove end) {
        moves.awaited(mailbox, end);
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onRemind(Mailbox mailbox, Remind reminder) {
        awaited.remind(reminder);
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onMoveEnded(Mailbox mailbox, MoveEnded ended) {
        awaited.ended(ended);
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onMoveFound(Mailbox mailbox, MoveFound found) {
        moves.ends(found.move());
        return store(mailbox.decide(new MailboxCommand.FinishMove(found.move(), found.copied(), By.nobody(clock.instant()))),
                moves.nobody());
    }

    @Override
    public EventHandler<Mailbox, MailboxEvent> eventHandler() {
        return Mailbox::evolve;
    }

    @Override
    public boolean shouldSnapshot(Mailbox state, MailboxEvent event, long number) {
        return number % SNAPSHOT_EVERY == 0;
    }
}
