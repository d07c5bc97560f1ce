package org.sterna.protocols.smtp;

import java.time.Duration;

/**
 * The bounds of one session.
 *
 * @param messageOctets limit of a message, told with SIZE (RFC 1870); at least 64 KiB (RFC 5321 section 4.5.3.1.7)
 * @param recipients in one transaction; at least 100 (RFC 5321 section 4.5.3.1.8)
 * @param transactions in one session, told with LIMITS (RFC 9422); at least 1
 * @param badCommands commands in error until the connection is closed; at least 1
 * @param idleCommands since the last message that was taken: commands that are no errors and bring none nearer, such as NOOP, RSET, VRFY,
 *     HELP, ETRN and a repeated EHLO; each one beyond them counts as a command in error; 0 or more
 * @param longestHold how long a submission may ask to wait (RFC 4865); whole seconds
 * @param shortestDeliverBy below which BY is refused with mode R (RFC 2852 section 4); whole seconds, 0 for no bound
 * @param strangersPriority the highest priority that a client without authentication may ask for (RFC 6710 section 5); -9 to 9
 */
public record SmtpLimits(
        long messageOctets,
        int recipients,
        int transactions,
        int badCommands,
        int idleCommands,
        Duration longestHold,
        Duration shortestDeliverBy,
        int strangersPriority) {
    /** What suits most: 50 MiB, 1000 recipients, 1000 transactions, 20 bad commands, 100 idle ones, 30 days, no bound, priority 0. */
    public static final SmtpLimits DEFAULT =
            new SmtpLimits(50L << 20, 1000, 1000, 20, 100, Duration.ofDays(30), Duration.ZERO, 0);

    /** @throws IllegalArgumentException when a limit is below what the RFC asks */
    public SmtpLimits {
        if (messageOctets < 65_536) {
            throw new IllegalArgumentException("message limit of " + messageOctets + " octets is below 65536");
        }
        if (recipients < 100) {
            throw new IllegalArgumentException("recipient limit of " + recipients + " is below 100");
        }
        if (transactions < 1 || badCommands < 1) {
            throw new IllegalArgumentException("limits below 1: " + transactions + " transactions, " + badCommands + " bad commands");
        }
        if (idleCommands < 0) {
            throw new IllegalArgumentException("a limit of " + idleCommands + " idle commands is below 0");
        }
        if (Math.abs(strangersPriority) > 9) {
            throw new IllegalArgumentException("priority " + strangersPriority + " is not within -9 and 9");
        }
    }
}
