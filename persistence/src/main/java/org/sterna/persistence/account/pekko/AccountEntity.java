package org.sterna.persistence.account.pekko;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.account.Repetition;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;

/** One address in Cluster Sharding; its id is the address as {@link AddressUse} has it. Answers when the address view shows the change, too. */
public final class AccountEntity extends EventSourcedBehavior<AccountEntity.Message, AccountEvent, Account> {
    public static final String KIND = "account";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);

    public sealed interface Message { }

    /**
     * @param by    who asks, if it is an operator: it is written down with what changes
     * @param again the same command was sent before, and its answer may have been lost: what was done then is not done again
     */
    public record Request(AccountCommand command, Optional<AccountEvent.ChangedBy> by, ActorRef<Response> replyTo, boolean again) implements Message {
        public Request(AccountCommand command, Optional<AccountEvent.ChangedBy> by, ActorRef<Response> replyTo) {
            this(command, by, replyTo, false);
        }

        /** Of nobody in particular: the account's user, or the node itself. */
        public Request(AccountCommand command, ActorRef<Response> replyTo) {
            this(command, Optional.empty(), replyTo);
        }
    }

    /** @param account the state behind the verdict's events */
    public record Response(AccountVerdict verdict, Account account) { }

    /** Answered when the totals of all mailboxes are known: usually at once. An address without an account uses nothing. */
    public record Usage(ActorRef<Used> replyTo) implements Message { }

    public record Used(Account account, QuotaUsage usage) { }

    /**
     * Sends this follower the state, if it does not know the event with this number to be the last, and the state behind every change from now on.
     * Repeated every ten seconds or so; a follower that was not heard of for {@link #FOLLOWED} is forgotten.
     *
     * @param known     number of the last event the follower knows of, -1 for none
     * @param mailboxes those of which it is told what they hold, too; the others are left asleep
     */
    public record Subscribe(ActorRef<Update> follower, long known, Set<MailboxId> mailboxes) implements Message {
        public Subscribe {
            mailboxes = Set.copyOf(mailboxes);
        }
    }

    /** What a follower is sent. */
    public sealed interface Update { }

    /** The state; what changed may be several events. */
    public record Changed(Account account) implements Update { }

    /** What one of the mailboxes asked for holds, at first and whenever it changes. */
    public record TotalsChanged(MailboxId mailbox, Totals totals) implements Update { }

    /** How long a follower is sent updates after it asked for them. */
    public static final Duration FOLLOWED = Duration.ofSeconds(30);
    private static final int SNAPSHOT_EVERY = 200;
    /** Events among which it is looked for what a command did before it was sent again. */
    private static final int RECALLED = 256;
    private static final int REMEMBERED = 32;

    private record Follower(long heard, Set<MailboxId> mailboxes) { }

    private record TotalsCame(MailboxEntity.Watched watched) implements Message { }

    private record MailboxStopped(MailboxId mailbox) implements Message { }

    private record Recalled(Request request, boolean done) implements Message { }

    private record Viewed(Request request, Response response, Optional<Throwable> failure) implements Message { }

    /** Stops the entity: the next message finds one that reads its snapshot and journal again. */
    public enum Restart implements Message { NOW }

    private enum Idle implements Message { STOP }

    private final ActorContext<Message> context;
    private final AddressView view;
    private final Map<ActorRef<Update>, Follower> followers = new HashMap<>();
    private final KnownTotals totals;
    private final String persistenceId;
    /** The last commands of this life of the entity that were done. */
    private final Set<AccountCommand> done = new LinkedHashSet<>();

    private AccountEntity(ActorContext<Message> context, String id, AddressView view) {
        super(PersistenceId.ofUniqueId(KIND + "|" + id), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.view = view;
        persistenceId = KIND + "|" + id;
        ActorRef<MailboxEntity.Watched> watcher = context.messageAdapter(MailboxEntity.Watched.class, TotalsCame::new);
        totals = new KnownTotals(mailbox -> ClusterSharding.get(context.getSystem()).entityRefFor(MailboxEntity.TYPE, mailbox.value())
                .tell(new MailboxEntity.WatchTotals(watcher)));
    }

    /**
     * Starts the entities of this kind on this node.
     *
     * @param role of the nodes that hold them, if not all do
     */
    public static void init(ClusterSharding sharding, AddressView view, Optional<String> role) {
        Entity<Message, ShardingEnvelope<Message>> entity = Entity.of(TYPE, context -> create(context.getEntityId(), view)).withStopMessage(Idle.STOP);
        sharding.init(role.map(entity::withRole).orElse(entity));
    }

    static Behavior<Message> create(String id, AddressView view) {
        return Behaviors.setup(context -> new AccountEntity(context, id, view));
    }

    @Override
    public Account emptyState() {
        return Account.EMPTY;
    }

    @Override
    public CommandHandler<Message, AccountEvent, Account> commandHandler() {
        return newCommandHandlerBuilder().forAnyState()
                .onCommand(Request.class, this::onRequest)
                .onCommand(Recalled.class, this::onRecalled)
                .onCommand(Viewed.class, this::onViewed)
                .onCommand(Usage.class, this::onUsage)
                .onCommand(Subscribe.class, this::onSubscribe)
                .onCommand(TotalsCame.class, this::onTotals)
                .onCommand(MailboxStopped.class, this::onMailboxStopped)
                .onCommand(Restart.class, unused -> Effect().stop())
                .onCommand(Idle.class, unused -> Effect().stop())
                .build();
    }

    private Effect<AccountEvent, Account> onRequest(Account account, Request request) {
        if (request.again() && Repetition.matters(request.command())) {
            recall(account, request);
            return Effect().none();
        }
        return decide(account, request);
    }

    /** Looks in the journal, up to the state's last event: what stands behind it was never acknowledged. If that fails there is no answer, and it is asked again. */
    private void recall(Account account, Request request) {
        JournalReader journal = JournalReader.of(context.getSystem());
        journal.read(persistenceId, Math.max(1, account.events() - RECALLED), account.events()).whenComplete((rows, failure) -> {
            if (failure == null) {
                context.getSelf().tell(new Recalled(request, Repetition.isDone(request.command(),
                        rows.stream().map(row -> AccountCodec.EVENTS.read(row.event())).toList())));
            } else {
                context.getSystem().log().warn("{}: an answer cannot be looked for: {}", persistenceId, failure.toString());
            }
        });
    }

    private Effect<AccountEvent, Account> onRecalled(Account account, Recalled recalled) {
        if (recalled.done() || done.contains(recalled.request().command())) {         // or while the journal was read
            view(account, recalled.request(), new Response(new AccountVerdict.Accepted(List.of()), account));
            return Effect().none();
        }
        return decide(account, recalled.request());
    }

    private Effect<AccountEvent, Account> decide(Account account, Request request) {
        AccountVerdict verdict = account.decide(request.command());
        if (verdict instanceof AccountVerdict.Accepted accepted && !accepted.events().isEmpty()) {
            List<AccountEvent> events = new ArrayList<>();
            request.by().ifPresent(events::add);
            events.addAll(accepted.events());
            return Effect().persist(events).thenRun(stored -> {
                remember(request.command());
                followers.keySet().forEach(follower -> follower.tell(new Changed(stored)));
                view(stored, request, new Response(verdict, stored));
            });
        }
        request.replyTo().tell(new Response(verdict, account));
        return Effect().none();
    }

    private void view(Account stored, Request request, Response response) {
        context.pipeToSelf(view.put(AddressUse.of(stored)), (done, failure) -> new Viewed(request, response, Optional.ofNullable(failure)));
    }

    private void remember(AccountCommand command) {
        if (Repetition.matters(command)) {
            done.add(command);
            if (done.size() > REMEMBERED) {
                done.remove(done.iterator().next());
            }
        }
    }

    /** The event is durable either way; a view that could not be written is written again at the next start of the entity. */
    private Effect<AccountEvent, Account> onViewed(Account account, Viewed viewed) {
        viewed.failure().ifPresent(failure -> context.getLog().warn("the address view of {} is behind: {}", account.address(), failure.toString()));
        viewed.request().replyTo().tell(viewed.response());
        return Effect().none();
    }

    private Effect<AccountEvent, Account> onUsage(Account account, Usage usage) {
        totals.ask(account, usage.replyTo(), System.nanoTime());
        return Effect().none();
    }

    private Effect<AccountEvent, Account> onSubscribe(Account account, Subscribe subscribe) {
        long now = System.nanoTime();
        followers.values().removeIf(follower -> now - follower.heard() > FOLLOWED.toNanos());
        Follower before = followers.put(subscribe.follower(), new Follower(now, subscribe.mailboxes()));
        if (subscribe.known() != account.events()) {
            subscribe.follower().tell(new Changed(account));
        }
        totals.watch(account, subscribe.mailboxes()::contains, now);
        totals.forEach((mailbox, each) -> {
            if (subscribe.mailboxes().contains(mailbox) && (before == null || !before.mailboxes().contains(mailbox))) {
                subscribe.follower().tell(new TotalsChanged(mailbox, each));
            }
        });
        return Effect().none();
    }

    private Effect<AccountEvent, Account> onTotals(Account account, TotalsCame came) {
        MailboxId mailbox = came.watched().mailbox();
        context.watchWith(came.watched().entity(), new MailboxStopped(mailbox));
        totals.told(account, mailbox, came.watched().totals());
        followers.forEach((follower, how) -> {
            if (how.mailboxes().contains(mailbox)) {
                follower.tell(new TotalsChanged(mailbox, came.watched().totals()));
            }
        });
        return Effect().none();
    }

    private Effect<AccountEvent, Account> onMailboxStopped(Account account, MailboxStopped stopped) {
        totals.lost(stopped.mailbox());
        return Effect().none();
    }

    @Override
    public boolean shouldSnapshot(Account state, AccountEvent event, long number) {
        return number % SNAPSHOT_EVERY == 0;
    }

    @Override
    public EventHandler<Account, AccountEvent> eventHandler() {
        return Account::evolve;
    }

    @Override
    public SignalHandler<Account> signalHandler() {
        return newSignalHandlerBuilder().onSignal(RecoveryCompleted.class, (account, signal) -> {
            if (account.events() > 0) {
                view.put(AddressUse.of(account));
            }
        }).build();
    }
}
