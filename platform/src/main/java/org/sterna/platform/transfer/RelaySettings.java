package org.sterna.platform.transfer;

import java.time.Duration;
import java.util.function.Function;
import org.sterna.protocols.smtp.ClientPhase;

/**
 * @param hostName       said with EHLO
 * @param smtpPort       of hosts found by MX; 25 but in tests
 * @param connectTimeout of one TCP connection
 * @param timeouts       of each phase of a conversation (RFC 5321 section 4.5.3.2); zero for none
 * @param maxAttempts    addresses tried in one attempt
 * @param maxConnections open at one time on this node; further jobs wait
 * @param maxConversion  octets of a message that is still converted to seven bits in memory
 * @param families       which addresses of a host are tried
 */
public record RelaySettings(String hostName, int smtpPort, Duration connectTimeout, Function<ClientPhase, Duration> timeouts,
        int maxAttempts, int maxConnections, long maxConversion, AddressFamilies families) { }
