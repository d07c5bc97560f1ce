package org.sterna.protocols.pop3;

import java.time.Duration;
import java.util.List;
import org.sterna.protocols.sasl.SaslMechanism;

/**
 * What one port of one host allows.
 *
 * @param hostName said in the greeting
 * @param offersStls whether STLS is there to be used in the clear; without TLS nobody can log in
 * @param loginDelay how long an account must wait between two sessions (RFC 2449 section 6.5), announced if it is not zero
 * @param maxBadCommands commands in error, wrong passwords among them, until the connection is closed; at least 1
 * @param mechanisms with which clients may authenticate, where their connection can carry them
 */
public record Pop3Rules(String hostName, boolean offersStls, Duration loginDelay, int maxBadCommands, List<SaslMechanism> mechanisms) {
    /** @throws IllegalArgumentException when the limit is below 1 or the delay is negative */
    public Pop3Rules {
        mechanisms = List.copyOf(mechanisms);
        if (loginDelay.isNegative()) {
            throw new IllegalArgumentException("negative login delay: " + loginDelay);
        }
        if (maxBadCommands < 1) {
            throw new IllegalArgumentException("limit of bad commands is below 1: " + maxBadCommands);
        }
    }

    /** With the mechanisms that every client knows. */
    public Pop3Rules(String hostName, boolean offersStls, Duration loginDelay, int maxBadCommands) {
        this(hostName, offersStls, loginDelay, maxBadCommands, List.of(SaslMechanism.PLAIN, SaslMechanism.LOGIN));
    }
}
