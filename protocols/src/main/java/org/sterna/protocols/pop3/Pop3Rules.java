package org.sterna.protocols.pop3;

/**
 * What one port of one host allows.
 *
 * @param hostName said in the greeting
 * @param offersStls whether STLS is there to be used in the clear; without TLS nobody can log in
 * @param maxBadCommands commands in error, wrong passwords among them, until the connection is closed; at least 1
 */
public record Pop3Rules(String hostName, boolean offersStls, int maxBadCommands) {
    /** @throws IllegalArgumentException when the limit is below 1 */
    public Pop3Rules {
        if (maxBadCommands < 1) {
            throw new IllegalArgumentException("limit of bad commands is below 1: " + maxBadCommands);
        }
    }
}
