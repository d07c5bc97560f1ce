package org.sterna.persistence.mailbox.pekko;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;

/**
 * The read side of one mailbox on one node, shared by its sessions. Follows the entity's events; a gap, or an entity that
 * was restarted elsewhere, is mended by subscribing again.
 */
final class MailboxReplica extends AbstractBehavior<MailboxReplica.Message> {
    sealed interface Message { }

    record Attach(ActorRef<MailboxView> session) implements Message { }

    record Detach(ActorRef<?> session) implements Message { }

    private record FromEntity(MailboxEntity.Update update) implements Message { }

    private enum Tick implements Message { SUBSCRIBE }

    private final EntityRef<MailboxEntity.Message> entity;
    private final ActorRef<MailboxEntity.Update> updates;
    private final Set<ActorRef<MailboxView>> sessions = new LinkedHashSet<>();
    private Optional<Mailbox> state = Optional.empty();

    private MailboxReplica(ActorContext<Message> context, TimerScheduler<Message> timers, MailboxId id) {
        super(context);
        entity = ClusterSharding.get(context.getSystem()).entityRefFor(MailboxEntity.TYPE, id.value());
        updates = context.messageAdapter(MailboxEntity.Update.class, FromEntity::new);
        timers.startTimerWithFixedDelay(Tick.SUBSCRIBE, Duration.ofSeconds(3));
        subscribe();
    }

    static Behavior<Message> create(MailboxId id) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new MailboxReplica(context, timers, id)));
    }

    private void subscribe() {
        entity.tell(new MailboxEntity.Subscribe(updates, state.map(Mailbox::events).orElse(-1L)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Attach.class, this::onAttach)
                .onMessage(Detach.class, this::onDetach)
                .onMessage(FromEntity.class, this::onUpdate)
                .onMessageEquals(Tick.SUBSCRIBE, () -> {
                    subscribe();
                    return this;
                })
                .build();
    }

    private Behavior<Message> onAttach(Attach attach) {
        if (sessions.add(attach.session())) {
            getContext().watchWith(attach.session(), new Detach(attach.session()));
        }
        state.ifPresent(known -> attach.session().tell(new MailboxView(known, Optional.empty())));
        return this;
    }

    private Behavior<Message> onDetach(Detach detach) {
        sessions.removeIf(each -> each.equals(detach.session()));
        getContext().unwatch(detach.session());
        return sessions.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Message> onUpdate(FromEntity from) {
        if (from.update() instanceof MailboxEntity.Snapshot snapshot) {
            publish(snapshot.state(), Optional.empty());
        } else if (from.update() instanceof MailboxEntity.Happened happened && state.isPresent()) {
            long known = state.get().events();
            if (happened.number() == known + 1) {
                publish(state.get().evolve(happened.event()), Optional.of(happened.event()));
            } else if (happened.number() > known) {
                entity.tell(new MailboxEntity.Subscribe(updates, -1));      // a gap: ask for the state
            }
        }
        return this;
    }

    private void publish(Mailbox next, Optional<MailboxEvent> event) {
        state = Optional.of(next);
        MailboxView view = new MailboxView(next, event);
        sessions.forEach(session -> session.tell(view));
    }
}
