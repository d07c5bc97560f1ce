package org.sterna.protocols.proxy;

import java.net.InetSocketAddress;

/** What the header says of the connection behind it. */
public sealed interface ProxyHeader {

    /**
     * The addresses of the socket count: a health check of the balancer itself (LOCAL), or a client whose address it cannot tell
     * (UNKNOWN, UNSPEC, a UNIX socket).
     */
    record Unannounced() implements ProxyHeader { }

    /**
     * A client connected to the balancer by TCP.
     *
     * @param source      the client's end
     * @param destination the balancer's end, to which the client connected
     */
    record Announced(InetSocketAddress source, InetSocketAddress destination) implements ProxyHeader { }
}
