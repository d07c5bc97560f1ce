package org.sterna.platform.connection;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Tells connections that their actor has stopped. One for all connections of an actor system. */
final class ConnectionWatch extends AbstractBehavior<ConnectionWatch.Command> {

    sealed interface Command { }

    /** An actor has a connection; it may have several. */
    record Watch(ActorRef<?> actor, ConnectionLogic connection) implements Command { }

    /** The connection is over. */
    record Forget(ActorRef<?> actor, ConnectionLogic connection) implements Command { }

    private final Map<ActorRef<?>, Set<ConnectionLogic>> connections = new HashMap<>();

    private ConnectionWatch(ActorContext<Command> context) {
        super(context);
    }

    static Behavior<Command> create() {
        return Behaviors.setup(ConnectionWatch::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Watch.class, this::onWatch)
                .onMessage(Forget.class, this::onForget)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<Command> onWatch(Watch watch) {
        connections.computeIfAbsent(watch.actor(), actor -> {
            getContext().watch(actor);
            return new HashSet<>(2);
        }).add(watch.connection());
        return this;
    }

    private Behavior<Command> onForget(Forget forget) {
        connections.computeIfPresent(forget.actor(), (actor, its) -> {
            its.remove(forget.connection());
            if (its.isEmpty()) {
                getContext().unwatch(actor);
            }
            return its.isEmpty() ? null : its;
        });
        return this;
    }

    private Behavior<Command> onTerminated(Terminated over) {
        Optional.ofNullable(connections.remove(over.getRef())).ifPresent(its -> its.forEach(ConnectionLogic::onActorStopped));
        return this;
    }
}
