package org.sterna.platform.connection;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * Where to listen, and for how many.
 *
 * @param host           address or name of the interface; {@code 0.0.0.0} or {@code ::} for all
 * @param port           0 to 65535; 0 takes a free one
 * @param backlog        connections the kernel may hold that are not accepted yet
 * @param cap            bounds the connections open at the same time, with those of other listeners if it is theirs, too; whoever comes on top gets
 *                       the farewell
 * @param networkCap     bounds the connections of one client network at the same time; whoever comes on top gets the farewell
 * @param farewell       what is said to a connection too many, with its CRLF, such as a {@code 421}; not said on a port with implicit TLS
 * @param implicitTls    makes a server engine per connection if TLS starts at once (RFC 8314 section 3)
 * @param proxyProtocol  if the peers are load balancers that introduce their clients
 * @param connection     the bounds of each connection
 */
public record ListenerSettings(
        String host,
        int port,
        int backlog,
        ConnectionCap cap,
        Optional<NetworkCap> networkCap,
        String farewell,
        Optional<Supplier<SSLEngine>> implicitTls,
        Optional<ProxyProtocol> proxyProtocol,
        ConnectionSettings connection) {

    public ListenerSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog + " must be at least 1");
        }
    }

    /** Without the PROXY protocol, and with a cap of its own. */
    public ListenerSettings(String host, int port, int backlog, int maxConnections, String farewell, Optional<Supplier<SSLEngine>> implicitTls,
            ConnectionSettings connection) {
        this(host, port, backlog, new ConnectionCap(maxConnections), Optional.empty(), farewell, implicitTls, Optional.empty(), connection);
    }

    /** In the clear, 1,000 in the backlog, 10,000 connections, closed without a word above that. */
    public static ListenerSettings clear(String host, int port) {
        return new ListenerSettings(host, port, 1000, 10_000, "", Optional.empty(), ConnectionSettings.DEFAULT);
    }

    public ListenerSettings withImplicitTls(Supplier<SSLEngine> engines) {
        return new ListenerSettings(host, port, backlog, cap, networkCap, farewell, Optional.of(engines), proxyProtocol, connection);
    }

    public ListenerSettings withCap(ConnectionCap shared, String lastWords) {
        return new ListenerSettings(host, port, backlog, shared, networkCap, lastWords, implicitTls, proxyProtocol, connection);
    }

    public ListenerSettings withNetworkCap(Optional<NetworkCap> each) {
        return new ListenerSettings(host, port, backlog, cap, each, farewell, implicitTls, proxyProtocol, connection);
    }

    public ListenerSettings withProxyProtocol(ProxyProtocol proxies) {
        return new ListenerSettings(host, port, backlog, cap, networkCap, farewell, implicitTls, Optional.of(proxies), connection);
    }

    public ListenerSettings withConnection(ConnectionSettings bounds) {
        return new ListenerSettings(host, port, backlog, cap, networkCap, farewell, implicitTls, proxyProtocol, bounds);
    }
}
