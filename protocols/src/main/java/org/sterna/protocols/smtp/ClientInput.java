package org.sterna.protocols.smtp;

/** What happens to a client's session. What a state does not await changes nothing. */
public sealed interface ClientInput {
    /** The next message; only after {@link ClientAction.Ready}. Without it the recipients are left, or deferred where the session has ended. */
    record Transaction(ClientPlan plan) implements ClientInput {}

    /**
     * Take leave: no transaction comes any more. After {@link ClientAction.Ready}, or behind {@link ClientAction.TransactionEnded}; at
     * other times it is as if the connection was lost.
     */
    record Leave() implements ClientInput {}

    /** A whole reply came. */
    record ReplyReceived(Reply reply) implements ClientInput {}

    /** The handshake is done. */
    record TlsEstablished(TlsLayer tls) implements ClientInput {}

    /** The handshake failed. */
    record TlsFailed(String reason) implements ClientInput {}

    /** A chunk that is not the last is given to the connection. RFC 3030 section 2. */
    record ChunkSent() implements ClientInput {}

    /**
     * Content and final dot, or the last chunk, are given to the connection. Told before the last octets can reach the peer, never after:
     * from here on a loss leaves open whether the peer has the message.
     */
    record ContentSent() implements ClientInput {}

    /** The connection is gone, was never there, or speaks no SMTP; also when the content cannot be read to its end. */
    record ConnectionLost(String reason) implements ClientInput {}

    /** {@link ClientPhase#timeout()} passed. */
    record TimedOut() implements ClientInput {}
}
