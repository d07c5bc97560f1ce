package org.sterna.persistence.mailbox.pekko;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.cassandra.MailboxStates;

/** The replicas of one node: one for each mailbox that a session has attached to, and for a while behind the last of them. */
public final class MailboxReplicas extends AbstractBehavior<MailboxReplicas.Message> {
    public sealed interface Message { }

    /** The session is sent the mailbox's state, and each change, until it detaches or ends. */
    public record Attach(MailboxId mailbox, ActorRef<MailboxView> session) implements Message { }

    public record Detach(MailboxId mailbox, ActorRef<MailboxView> session) implements Message { }

    /** Entities may be elsewhere from now on, because a node is gone: replicas ask at once where theirs is, instead of soon. */
    public enum Moved implements Message { NOW }

    private record Gone(ActorRef<MailboxView> session) implements Message { }

    private record Ended(MailboxId mailbox, ActorRef<MailboxReplica.Message> replica) implements Message { }

    private final Map<MailboxId, ActorRef<MailboxReplica.Message>> replicas = new HashMap<>();
    private final Map<MailboxId, Map<ActorRef<MailboxView>, Attach>> waiting = new HashMap<>();
    private final ActorSystem<?> system;
    private Optional<MailboxStates> states = Optional.empty();

    private MailboxReplicas(ActorContext<Message> context) {
        super(context);
        system = context.getSystem();
    }

    public static Behavior<Message> create() {
        return Behaviors.setup(MailboxReplicas::new);
    }

    /** Made when the first mailbox of another node is wanted; asked by several replicas. */
    private synchronized MailboxStates states() {
        if (states.isEmpty()) {
            states = Optional.of(new MailboxStates(JournalReader.of(system)));
        }
        return states.get();
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Attach.class, this::onAttach)
                .onMessage(Detach.class, this::onDetach)
                .onMessageEquals(Moved.NOW, this::onMoved)
                .onMessage(Gone.class, this::onGone)
                .onMessage(Ended.class, this::onEnded)
                .build();
    }

    private Behavior<Message> onAttach(Attach attach) {
        waiting.computeIfAbsent(attach.mailbox(), unused -> new HashMap<>()).put(attach.session(), attach);
        getContext().watchWith(attach.session(), new Gone(attach.session()));       // one message for all its mailboxes
        replicas.computeIfAbsent(attach.mailbox(), id -> {
            ActorRef<MailboxReplica.Message> replica = getContext().spawnAnonymous(MailboxReplica.create(id, entity(id), this::states));
            getContext().watchWith(replica, new Ended(id, replica));
            return replica;
        }).tell(new MailboxReplica.Attach(attach.session()));
        return this;
    }

    /** On a node that stops nobody is asked any more: its region would keep the question for an entity that never comes, and stop late. */
    private Consumer<MailboxEntity.Message> entity(MailboxId id) {
        EntityRef<MailboxEntity.Message> entity = ClusterSharding.get(system).entityRefFor(MailboxEntity.TYPE, id.value());
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        return message -> {
            if (shutdown.getShutdownReason().isEmpty()) {
                entity.tell(message);
            }
        };
    }

    private Behavior<Message> onMoved() {
        replicas.values().forEach(replica -> replica.tell(MailboxReplica.Moved.NOW));
        return this;
    }

    private Behavior<Message> onGone(Gone gone) {
        List<MailboxId> mailboxes = waiting.entrySet().stream().filter(each -> each.getValue().containsKey(gone.session()))
                .map(Map.Entry::getKey).toList();
        mailboxes.forEach(mailbox -> onDetach(new Detach(mailbox, gone.session())));
        return this;
    }

    private Behavior<Message> onDetach(Detach detach) {
        Map<ActorRef<MailboxView>, Attach> attached = waiting.get(detach.mailbox());
        if (attached != null && attached.remove(detach.session()) != null
                && waiting.values().stream().noneMatch(each -> each.containsKey(detach.session()))) {
            getContext().unwatch(detach.session());
        }
        ActorRef<MailboxReplica.Message> replica = replicas.get(detach.mailbox());
        if (replica != null) {
            replica.tell(new MailboxReplica.Detach(detach.session()));
        }
        return this;
    }

    /** A replica ends with its last session; who attached in that moment gets a new one. */
    private Behavior<Message> onEnded(Ended ended) {
        replicas.remove(ended.mailbox());
        Map<ActorRef<MailboxView>, Attach> attached = waiting.remove(ended.mailbox());
        if (attached != null && !attached.isEmpty()) {
            waiting.put(ended.mailbox(), attached);
            attached.values().forEach(this::onAttach);
        }
        return this;
    }
}
