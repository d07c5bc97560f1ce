package org.sterna.platform.reception;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import org.sterna.protocols.smtp.SmtpRules;

/**
 * One listener.
 *
 * @param service        its name in the session log
 * @param implicitTls    TLS from the first octet (RFC 8314 section 3.3)
 * @param trusted        clients that may send to anybody without authentication
 * @param timeout        without an octet from the client; RFC 5321 section 4.5.3.2.7 asks for 5 minutes at least
 * @param dataTimeout    the same while content is awaited; RFC 5321 section 4.5.3.2.5 has 3 minutes
 * @param maxLineOctets  of a line of text, RFC 5321 section 4.5.3.1.6
 * @param inlineLimit    octets up to which a message travels with its event
 */
public record ReceptionSettings(String service, SmtpRules rules, boolean implicitTls, Predicate<InetAddress> trusted, Duration timeout,
        Duration dataTimeout, int maxLineOctets, int inlineLimit) { }
