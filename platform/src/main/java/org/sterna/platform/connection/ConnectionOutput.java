package org.sterna.platform.connection;

import javax.net.ssl.SSLEngine;
import org.apache.pekko.util.ByteString;

/**
 * The actor's hold on its connection. All methods return at once, may be called from any thread, and do nothing once the
 * connection is closed. Calls of one thread take effect in their order.
 */
public interface ConnectionOutput {

    /**
     * Asks for one {@link ConnectionEvent.Received}. A second call before it comes changes nothing. While nothing is asked for, the end
     * of the peer's side is told late; only a reset is told at once.
     */
    void pull();

    /**
     * Queues octets for the peer, in the clear or under TLS as the connection then stands. More than
     * {@link ConnectionSettings#maxQueuedOctets()} in the queue aborts the connection ({@link CloseReason.Overflow}); a writer of
     * much waits for {@link ConnectionEvent.Drained} between portions.
     */
    void write(ByteString octets);

    /**
     * Turns to TLS behind all that was written so far: the {@code 220} goes out in the clear, what is written later waits for the
     * handshake. Must not be preceded by a {@link #pull()} that is still unanswered.
     *
     * @param engine    fresh, with mode, protocols and client authentication set; owned by the connection from here on
     * @param readAhead what the caller has received but not consumed; if not empty the connection is aborted as
     *                  {@link CloseReason.Injected} (RFC 3207 section 6)
     */
    void upgrade(SSLEngine engine, ByteString readAhead);

    /** As {@link #upgrade(SSLEngine, ByteString)} for a caller that holds nothing unread. */
    default void upgrade(SSLEngine engine) {
        upgrade(engine, ByteString.emptyByteString());
    }

    /**
     * Sends what is queued, then close_notify under TLS, then FIN; what the peer still sends is thrown away. Takes at most
     * {@link ConnectionSettings#closeTimeout()}.
     */
    void finish();

    /**
     * From here on, once all is sent and finished, the peer has only 2 seconds to close its side, and 10 for a handshake: for a node that
     * stops, and that must not wait for peers which sleep.
     */
    void hurry();

    /** Drops the connection and what is queued at once, with a reset. */
    void abort();
}
