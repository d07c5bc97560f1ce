package org.sterna.persistence.mailbox.pekko;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.Verdict;

/** One mailbox in Cluster Sharding: the only writer of its journal. Everybody is told of an event only when it is durable. */
public final class MailboxEntity extends EventSourcedBehavior<MailboxEntity.Message, MailboxEvent, Mailbox> {
    public static final String KIND = "mailbox";
    public static final EntityTypeKey<Message> TYPE = EntityTypeKey.create(Message.class, KIND);

    public sealed interface Message { }

    /** Answered when what follows from the command is durable. */
    public record Request(MailboxCommand command, ActorRef<Verdict> replyTo) implements Message { }

    /** The queue has recorded the end of these deliveries: the mailbox may forget them. Not answered. */
    public record Confirm(List<QueueId> queueIds) implements Message { }

    /**
     * Sends this replica the state, if it does not know the event with this number to be the last, and every event from
     * now on. Repeated from time to time; a replica that was not heard of for {@link #SUBSCRIPTION} is forgotten.
     */
    public record Subscribe(ActorRef<Update> replica, long known) implements Message { }

    /** What a replica is sent. */
    public sealed interface Update { }

    public record Snapshot(Mailbox state) implements Update { }

    /** An event that is durable; its number is one more than that of the state it follows. */
    public record Happened(long number, MailboxEvent event) implements Update { }

    private enum Idle implements Message { STOP }

    static final Duration SUBSCRIPTION = Duration.ofSeconds(30);
    private static final int SNAPSHOT_EVERY = 400;

    private record Heard(long at, long known) { }

    private final Map<ActorRef<Update>, Heard> replicas = new HashMap<>();
    private final Set<QueueId> confirmed = new LinkedHashSet<>();

    private MailboxEntity(String id) {
        super(PersistenceId.ofUniqueId(persistenceId(id)), SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
    }

    /** The name of the mailbox's journal. */
    public static String persistenceId(String id) {
        return KIND + "|" + id;
    }

    public static String persistenceId(MailboxId id) {
        return persistenceId(id.value());
    }

    /** Starts the entities of this kind on this node. */
    public static void init(ClusterSharding sharding) {
        sharding.init(Entity.of(TYPE, context -> create(context.getEntityId()))
                .withStopMessage(Idle.STOP));
    }

    static Behavior<Message> create(String id) {
        return Behaviors.setup((ActorContext<Message> context) -> new MailboxEntity(id));
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
                .onCommand(Idle.class, unused -> Effect().stop())
                .build();
    }

    private Effect<MailboxEvent, Mailbox> onRequest(Mailbox mailbox, Request request) {
        MailboxCommand command = request.command();
        if (command instanceof MailboxCommand.AddMessages add) {
            command = new MailboxCommand.AddMessages(add.messages(), List.copyOf(confirmed));
        }
        Verdict verdict = mailbox.decide(command);
        if (verdict instanceof Verdict.Accepted accepted && !accepted.events().isEmpty()) {
            return Effect().persist(accepted.events()).thenRun(stored -> {
                if (request.command() instanceof MailboxCommand.AddMessages) {
                    confirmed.removeIf(id -> !stored.unconfirmed().containsKey(id));
                }
                request.replyTo().tell(verdict);
                publish(stored.events() - accepted.events().size(), accepted.events());
            });
        }
        request.replyTo().tell(verdict);
        return Effect().none();
    }

    private void publish(long before, List<MailboxEvent> events) {
        long number = before;
        for (MailboxEvent event : events) {
            Happened update = new Happened(++number, withoutRows(event));
            replicas.keySet().forEach(replica -> replica.tell(update));
        }
    }

    /** Replicas read octets and summaries from the store; they do not travel. */
    private static MailboxEvent withoutRows(MailboxEvent event) {
        return event instanceof MailboxEvent.MessageAdded added ? new MailboxEvent.MessageAdded(added.uid(), added.size(),
                added.internalDate(), added.flags(), added.newKeywords(), added.origin(), added.ids(), added.saveDate(), added.octets(),
                added.confirmed(), List.of()) : event;
    }

    private Effect<MailboxEvent, Mailbox> onConfirm(Mailbox mailbox, Confirm confirm) {
        for (QueueId id : confirm.queueIds()) {
            if (mailbox.unconfirmed().containsKey(id)) {
                confirmed.add(id);
            }
        }
        return Effect().none();
    }

    private Effect<MailboxEvent, Mailbox> onSubscribe(Mailbox mailbox, Subscribe subscribe) {
        long now = System.nanoTime();
        replicas.values().removeIf(heard -> now - heard.at() > SUBSCRIPTION.toNanos());
        Heard before = replicas.put(subscribe.replica(), new Heard(now, subscribe.known()));
        // Twice the same number and not the last one: an update was lost. Once: it may be on its way.
        boolean stuck = before == null || before.known() == subscribe.known();
        if (stuck && subscribe.known() != mailbox.events() || subscribe.known() > mailbox.events() || subscribe.known() < 0) {
            subscribe.replica().tell(new Snapshot(mailbox));
        }
        return Effect().none();
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
