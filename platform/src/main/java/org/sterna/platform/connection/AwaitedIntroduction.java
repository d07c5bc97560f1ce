package org.sterna.platform.connection;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The actor of a connection behind a proxy, as long as nobody knows whose it is. With {@link ConnectionEvent.Opened} it becomes what
 * the listener makes for the announced addresses.
 */
final class AwaitedIntroduction {
    private AwaitedIntroduction() { }

    static Behavior<ConnectionEvent> create(ConnectionBehavior behaviors, ConnectionAddresses socket) {
        return Behaviors.withStash(1, stash -> Behaviors.receive((context, event) -> {
            if (event instanceof ConnectionEvent.Opened opened) {
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
}
