package org.sterna.platform.connection;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/**
 * The actor of a connection behind a proxy, as long as nobody knows whose it is. With {@link ConnectionEvent.Opened} it becomes what
 * the listener makes for the announced addresses.
 */
final class AwaitedIntroduction {
    private AwaitedIntroduction() { }

    /**
     * @param place    of the connection under the cap of its network, once that is known; given back by the guardian
     * @param guardian hears of who is turned away
     */
    static Behavior<ConnectionEvent> create(ConnectionBehavior behaviors, ListenerSettings settings, ConnectionAddresses socket, Object place,
            ActorRef<? super ConnectionGuardian.TurnedAway> guardian) {
        return Behaviors.withStash(2, stash -> Behaviors.receive((context, event) -> {
            if (event instanceof ConnectionEvent.Draining) {
                stash.stash(event);                                                // whoever comes is told
                return Behaviors.same();
            }
            if (event instanceof ConnectionEvent.DrainOver) {
                return Behaviors.stopped();
            }
            if (event instanceof ConnectionEvent.Opened opened) {
                if (!settings.networkCap().map(cap -> cap.take(place, opened.remote().getAddress())).orElse(true)) {
                    guardian.tell(new ConnectionGuardian.TurnedAway(new ConnectionAddresses(socket.local(), opened.remote())));
                    return turnedAway(settings, opened.output());
                }
                stash.stash(opened);
                return stash.unstashAll(behaviors.create(new ConnectionAddresses(opened.local(), opened.remote())));
            }
            if (event instanceof ConnectionEvent.Closed closed) {
                context.getLog().info("port {}: the connection from {} was closed before it was introduced: {}",
                        socket.local().getPort(), socket.remote().getAddress().getHostAddress(), closed.reason());
                return Behaviors.stopped();
            }
            throw new AssertionError(event);
        }));
    }

    /** On a port with implicit TLS nothing is said, as by the guardian. */
    private static Behavior<ConnectionEvent> turnedAway(ListenerSettings settings, ConnectionOutput output) {
        if (settings.implicitTls().isPresent()) {
            output.abort();
        } else {
            output.write(ByteString.fromString(settings.farewell()));
            output.finish();
        }
        return Behaviors.receiveMessage(event -> event instanceof ConnectionEvent.Closed ? Behaviors.stopped() : Behaviors.same());
    }
}
