package org.sterna.platform.access.imap;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Totals;

/**
 * Follows one account for a session that wants to be notified, and tells it states: one message at a time, and what happens
 * meanwhile together in the next, so that a slow client costs no more than a quick one.
 */
final class AccountFollower extends AbstractBehavior<AccountFollower.Message> {
    sealed interface Message { }

    /** The session has taken the news in. */
    enum Taken implements Message { NEXT }

    /** From now on these mailboxes are watched. */
    record Watch(Set<MailboxId> mailboxes) implements Message { }

    private enum Tick implements Message { SUBSCRIBE }

    private record FromAccount(AccountEntity.Update update) implements Message { }

    /**
     * What the session is told.
     *
     * @param account the latest state, if it has changed
     * @param totals  of mailboxes that have changed
     */
    record News(Optional<Account> account, Map<MailboxId, Totals> totals) { }

    /** The account entity forgets who is silent for thirty seconds. */
    private static final Duration RENEWAL = Duration.ofSeconds(10);

    private final EntityRef<AccountEntity.Message> entity;
    private final ActorRef<Object> session;
    private final ActorRef<AccountEntity.Update> updates;
    private Set<MailboxId> watched;
    private long known;
    private Optional<Account> account = Optional.empty();
    private Map<MailboxId, Totals> totals = new HashMap<>();
    private boolean under;

    private AccountFollower(ActorContext<Message> context, TimerScheduler<Message> timers, EntityRef<AccountEntity.Message> entity,
            Set<MailboxId> watched, long known, ActorRef<Object> session) {
        super(context);
        this.entity = entity;
        this.watched = watched;
        this.known = known;
        this.session = session;
        this.updates = context.messageAdapter(AccountEntity.Update.class, FromAccount::new);
        timers.startTimerWithFixedDelay(Tick.SUBSCRIBE, Duration.ZERO, RENEWAL);
    }

    /**
     * @param watched mailboxes of which the session wants to know what they hold
     * @param known   number of the last event of the state the session has
     */
    static Behavior<Message> create(EntityRef<AccountEntity.Message> entity, Set<MailboxId> watched, long known, ActorRef<Object> session) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new AccountFollower(context, timers, entity, watched, known, session)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromAccount.class, this::onUpdate)
                .onMessageEquals(Tick.SUBSCRIBE, this::subscribe)
                .onMessage(Watch.class, this::onWatch)
                .onMessageEquals(Taken.NEXT, () -> {
                    under = false;
                    return tell();
                })
                .build();
    }

    private Behavior<Message> subscribe() {
        entity.tell(new AccountEntity.Subscribe(updates, known, watched));
        return this;
    }

    private Behavior<Message> onWatch(Watch watch) {
        boolean same = watched.equals(watch.mailboxes());
        watched = watch.mailboxes();
        return same ? this : subscribe();
    }

    private Behavior<Message> onUpdate(FromAccount from) {
        if (from.update() instanceof AccountEntity.Changed changed) {
            known = changed.account().events();
            account = Optional.of(changed.account());
        } else if (from.update() instanceof AccountEntity.TotalsChanged changed) {
            totals.put(changed.mailbox(), changed.totals());
        }
        return tell();
    }

    private Behavior<Message> tell() {
        if (!under && (account.isPresent() || !totals.isEmpty())) {
            session.tell(new News(account, totals));
            account = Optional.empty();
            totals = new HashMap<>();
            under = true;
        }
        return this;
    }
}
