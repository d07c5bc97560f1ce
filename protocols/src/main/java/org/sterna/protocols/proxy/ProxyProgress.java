package org.sterna.protocols.proxy;

/** How far a header has been read. */
public sealed interface ProxyProgress {

    /** More octets are needed. */
    record Incomplete() implements ProxyProgress { }

    /** The header was read. */
    record Complete(ProxyHeader header) implements ProxyProgress { }

    /**
     * There is no header, or a wrong one; the connection must be closed.
     *
     * @param text what is wrong, in ASCII, without octets of the peer
     */
    record Malformed(String text) implements ProxyProgress { }
}
