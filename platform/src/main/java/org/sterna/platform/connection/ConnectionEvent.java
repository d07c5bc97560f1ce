package org.sterna.platform.connection;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * What a connection tells its actor. {@link Opened} comes first (not at all when an outgoing connection cannot be made), {@link Closed}
 * exactly once and last. What the listener tells ({@link Draining}, {@link DrainOver}) may come before or between. An actor with more messages of its own makes a {@code Behavior} of a common supertype and narrows
 * it, or passes a message adapter.
 */
public sealed interface ConnectionEvent {

    /**
     * The TCP connection stands. With implicit TLS the handshake has only begun; {@link TlsEstablished} follows.
     *
     * @param output how the actor answers; usable from any thread
     * @param local  our end
     * @param remote the peer's end
     */
    record Opened(ConnectionOutput output, InetSocketAddress local, InetSocketAddress remote) implements ConnectionEvent { }

    /**
     * Octets from the peer, in order, decrypted. One per {@link ConnectionOutput#pull()}.
     *
     * @param octets 1 to {@link ConnectionSettings#maxReceivedOctets()} octets; a slice that may hold on to a larger array, so
     *               whoever keeps a part compacts it
     */
    record Received(ByteString octets) implements ConnectionEvent { }

    /** All that was written is in the kernel's hands. Sent once each time the queue runs empty after a write. */
    record Drained() implements ConnectionEvent { }

    /**
     * The TLS handshake is done; all octets from here on are protected.
     *
     * @param protocol         such as {@code TLSv1.3}
     * @param cipherSuite      such as {@code TLS_AES_256_GCM_SHA384}
     * @param ownCertificate   what we showed, in this session or the one it resumes; empty for a client that showed none
     * @param peerCertificates the peer's chain, its own first; empty if it showed none. What is here has passed the trust manager of the engine
     */
    record TlsEstablished(String protocol, String cipherSuite, Optional<X509Certificate> ownCertificate, List<X509Certificate> peerCertificates)
            implements ConnectionEvent {
        public TlsEstablished {
            peerCertificates = List.copyOf(peerCertificates);
        }
    }

    /**
     * The node is about to stop: what is under way may end, then the actor says goodbye and finishes. Only to actors of a listener, at any
     * time, before {@link Opened}, too; {@link DrainOver} follows when it takes too long.
     */
    record Draining() implements ConnectionEvent { }

    /** There is no time left to end what is under way: the actor finishes or aborts now. Follows {@link Draining}. */
    record DrainOver() implements ConnectionEvent { }

    /** The peer sends no more (FIN or close_notify), all it sent was delivered; it may still read. */
    record PeerFinished() implements ConnectionEvent { }

    /**
     * The connection is over; nothing follows.
     *
     * @param reason why
     */
    record Closed(CloseReason reason) implements ConnectionEvent { }
}
