package org.sterna.platform.connection;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Makes outgoing connections.
 *
 * @param local          the address to come from, if it matters
 * @param connectTimeout how long the TCP handshake may take (RFC 5321 section 4.5.3.2 leaves it to us)
 * @param implicitTls    a client engine, for one connection, if TLS starts at once
 * @param connection     the bounds of the connection
 */
public record Connector(
        Optional<InetSocketAddress> local, Duration connectTimeout, Optional<SSLEngine> implicitTls, ConnectionSettings connection) {

    /** In the clear at first, from any address. */
    public static Connector clear(Duration connectTimeout) {
        return new Connector(Optional.empty(), connectTimeout, Optional.empty(), ConnectionSettings.DEFAULT);
    }

    /**
     * Connects; returns at once. The actor gets {@link ConnectionEvent.Opened} or, if there can be no connection,
     * {@link ConnectionEvent.Closed} alone with {@link CloseReason.Failure}.
     *
     * @param remote resolved, because a lookup here would block
     */
    public void connect(ActorSystem<?> system, InetSocketAddress remote, ActorRef<? super ConnectionEvent> actor) {
        if (remote.isUnresolved()) {
            throw new IllegalArgumentException("the address of " + remote + " has not been looked up");
        }
        new OutgoingConnection(system, this, remote, actor).begin();
    }
}
