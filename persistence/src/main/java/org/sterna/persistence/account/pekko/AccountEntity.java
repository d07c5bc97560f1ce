package org.sterna.persistence.account.pekko;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.account.cassandra.AddressView;

/** One address in Cluster Sharding; its id is the address as {@link AddressUse} has it. Answers when the address view shows the change, too. */
public final class AccountEntity extends EventSourcedBehavior<AccountEntity.Message, AccountEvent, Account> {
    public static final String KIND = "account";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);

    public sealed interface Message { }

    public record Request(AccountCommand command, ActorRef<Response> replyTo) implements Message { }

    /** @param account the state behind the verdict's events */
    public record Response(AccountVerdict verdict, Account account) { }

    private record Viewed(Request request, Response response, Optional<Throwable> failure) implements Message { }

    private enum Idle implements Message { STOP }

    private final ActorContext<Message> context;
    private final AddressView view;

    private AccountEntity(ActorContext<Message> context, String id, AddressView view) {
        super(PersistenceId.ofUniqueId(KIND + "|" + id), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.view = view;
    }

    /** Starts the entities of this kind on this node. */
    public static void init(ClusterSharding sharding, AddressView view) {
        sharding.init(Entity.of(TYPE, context -> create(context.getEntityId(), view)).withStopMessage(Idle.STOP));
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
                .onCommand(Viewed.class, this::onViewed)
                .onCommand(Idle.class, unused -> Effect().stop())
                .build();
    }

    private Effect<AccountEvent, Account> onRequest(Account account, Request request) {
        AccountVerdict verdict = account.decide(request.command());
        if (verdict instanceof AccountVerdict.Accepted accepted && !accepted.events().isEmpty()) {
            return Effect().persist(accepted.events()).thenRun(stored -> context.pipeToSelf(view.put(AddressUse.of(stored)),
                    (done, failure) -> new Viewed(request, new Response(verdict, stored), Optional.ofNullable(failure))));
        }
        request.replyTo().tell(new Response(verdict, account));
        return Effect().none();
    }

    /** The event is durable either way; a view that could not be written is written again at the next start of the entity. */
    private Effect<AccountEvent, Account> onViewed(Account account, Viewed viewed) {
        viewed.failure().ifPresent(failure -> context.getLog().warn("the address view of {} is behind: {}", account.address(), failure.toString()));
        viewed.request().replyTo().tell(viewed.response());
        return Effect().none();
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
