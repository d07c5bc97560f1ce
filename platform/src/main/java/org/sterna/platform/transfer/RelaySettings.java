package org.sterna.platform.transfer;

import java.time.Duration;

/**
 * @param hostName       said with EHLO
 * @param smtpPort       of hosts found by MX; 25 but in tests
 * @param connectTimeout of one TCP connection
 * @param maxAttempts    addresses tried in one attempt
 * @param maxConnections open at one time on this node; further jobs wait
 */
public record RelaySettings(String hostName, int smtpPort, Duration connectTimeout, int maxAttempts, int maxConnections) { }
