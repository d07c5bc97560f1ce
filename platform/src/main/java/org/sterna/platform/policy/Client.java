package org.sterna.platform.policy;

import java.net.InetAddress;
import java.util.Optional;
import org.sterna.persistence.identity.SessionId;

/**
 * Whom a question is about, as far as the session knows.
 *
 * @param session the session, for logs
 * @param service the name of the listener, such as {@code smtp}
 * @param address of the client; behind a load balancer the one that was announced
 * @param helo    the name it gave with HELO or EHLO
 * @param account who is authenticated
 * @param trusted whether it is in one of our own networks, to which limits do not apply
 * @param tls     whether the session is under TLS
 */
public record Client(SessionId session, String service, InetAddress address, Optional<String> helo, Optional<String> account,
        boolean trusted, boolean tls) { }
