package org.sterna.platform.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A listener behind a load balancer: each connection begins with a header of the PROXY protocol, before TLS and anything else.
 *
 * @param trusted       the balancers; who is none is cut off unheard, since a header is as good as its sender
 * @param headerTimeout how long the header may take
 */
public record ProxyProtocol(Predicate<InetAddress> trusted, Duration headerTimeout) { }
