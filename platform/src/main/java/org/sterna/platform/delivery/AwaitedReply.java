package org.sterna.platform.delivery;

import java.time.Instant;

/**
 * A {@code 250} behind the final dot that a client is to read (RFC 1047). It is <em>delivered</em> when octets came from the
 * client that were not read before it was flushed, or when the client said QUIT behind it. Exactly one of {@link #settled}
 * and {@link #lost} is called in the end; later calls do nothing. Thread-safe; nothing blocks.
 */
public interface AwaitedReply {
    /** The reply was handed to the network in full; nothing was heard of the client since. */
    void flushed(Instant now);

    /** The reply was delivered: should the client send the same again, it means it. */
    void settled();

    /** The connection is gone, at whatever moment, and the reply was not seen to be delivered. */
    void lost();
}
