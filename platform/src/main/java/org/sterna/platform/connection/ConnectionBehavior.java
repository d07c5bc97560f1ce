package org.sterna.platform.connection;

import org.apache.pekko.actor.typed.Behavior;

/** Makes the actor of an accepted connection. Called on a listener's own actor, so it must not block. */
@FunctionalInterface
public interface ConnectionBehavior {

    /**
     * @param ends the addresses of the connection, for access decisions and logs
     * @return a behavior that gets the events of this connection; when it stops, the connection is aborted unless it was finished
     */
    Behavior<ConnectionEvent> create(ConnectionAddresses ends);
}
