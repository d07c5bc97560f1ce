package org.sterna.platform.connection;

/** Why a connection is over. */
public sealed interface CloseReason {

    /** The peer finished its side first, then we finished ours. */
    record ByPeer() implements CloseReason { }

    /** The actor finished or aborted the connection, or stopped, before the peer finished. */
    record ByUs() implements CloseReason { }

    /** The actor finished, and the peer, which was still there, closed behind it. */
    record ByBoth() implements CloseReason { }

    /**
     * The connection was reset, could not be made, or broke; or the proxy before it did not say properly whose it is.
     *
     * @param text what the operating system said, or what was wrong with the header
     */
    record Failure(String text) implements CloseReason { }

    /**
     * TLS could not be negotiated or was violated; an alert was sent where one was due.
     *
     * @param text what the TLS engine said
     */
    record TlsFailure(String text) implements CloseReason { }

    /** Octets had arrived in the clear behind the command that asks for TLS; nothing of them was used. RFC 3207 section 6. */
    record Injected() implements CloseReason { }

    /** More was written than {@link ConnectionSettings#maxQueuedOctets()} while the peer did not read. */
    record Overflow() implements CloseReason { }
}
