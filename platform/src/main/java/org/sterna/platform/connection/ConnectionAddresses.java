package org.sterna.platform.connection;

import java.net.InetSocketAddress;

/**
 * The two ends of a connection.
 *
 * @param local  ours
 * @param remote the peer's
 */
public record ConnectionAddresses(InetSocketAddress local, InetSocketAddress remote) { }
