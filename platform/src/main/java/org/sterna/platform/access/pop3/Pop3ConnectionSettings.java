package org.sterna.platform.access.pop3;

import java.time.Duration;

/**
 * What one POP3 port allows.
 *
 * @param service        its name in the session log
 * @param implicitTls    whether TLS is there from the start (RFC 8314 section 3.2); otherwise STLS is offered if the node has a certificate
 * @param timeout        how long a client may send no command and read nothing; RFC 1939 section 3 wants at least 10 minutes
 * @param patience       how long store, threads and mailbox may take for one answer; then it is {@code -ERR [SYS/TEMP]}
 * @param loginDelay     how long an account must wait between two sessions (RFC 2449 section 6.5); zero if it need not
 * @param maxBadCommands commands in error, wrong passwords among them, until the connection is closed; at least 1
 */
public record Pop3ConnectionSettings(
        String service, boolean implicitTls, Duration timeout, Duration patience, Duration loginDelay, int maxBadCommands) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MAX_BAD_COMMANDS = 10;

    /** @throws IllegalArgumentException when a duration is not positive or the limit is below 1 */
    public Pop3ConnectionSettings {
        if (timeout.isNegative() || timeout.isZero() || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " and patience " + patience + " must be positive");
        }
        if (loginDelay.isNegative()) {
            throw new IllegalArgumentException("negative login delay: " + loginDelay);
        }
        if (maxBadCommands < 1) {
            throw new IllegalArgumentException("limit of bad commands is below 1: " + maxBadCommands);
        }
    }

    /** The port that starts in the clear, 110. */
    public static Pop3ConnectionSettings pop3(Duration timeout, Duration loginDelay) {
        return new Pop3ConnectionSettings("pop3", false, timeout, PATIENCE, loginDelay, MAX_BAD_COMMANDS);
    }

    /** The port with implicit TLS, 995. */
    public static Pop3ConnectionSettings pop3s(Duration timeout, Duration loginDelay) {
        return new Pop3ConnectionSettings("pop3s", true, timeout, PATIENCE, loginDelay, MAX_BAD_COMMANDS);
    }
}
