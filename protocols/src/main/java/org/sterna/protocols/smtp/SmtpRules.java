package org.sterna.protocols.smtp;

/**
 * What one port of one host allows.
 *
 * @param hostName said in the greeting
 * @param maxMessageOctets limit of a message, told with SIZE (RFC 1870); at least 64 KiB (RFC 5321 section 4.5.3.1.7)
 * @param maxRecipients in one transaction; at least 100 (RFC 5321 section 4.5.3.1.8)
 * @param maxBadCommands commands in error until the connection is closed; at least 1
 */
public record SmtpRules(
        String hostName, Role role, TlsOffer tlsOffer, long maxMessageOctets, int maxRecipients, int maxBadCommands) {
    /** Who talks to the port: RFC 5598's MTA or MSA. */
    public enum Role {
        /** Other hosts. Nobody authenticates; the caller refuses recipients that would make it an open relay. */
        TRANSFER,
        /** Users. MAIL needs AUTH, and AUTH needs TLS (RFC 6409 section 4.3, RFC 4954 section 4). */
        SUBMISSION
    }

    /** Whether STARTTLS is there to be used in the clear. */
    public enum TlsOffer {
        /** RFC 3207. */
        STARTTLS,
        /** No certificate, or implicit TLS (RFC 8314 section 3.3). */
        NONE
    }

    /** @throws IllegalArgumentException when a limit is below what the RFC asks */
    public SmtpRules {
        if (maxMessageOctets < 65_536) {
            throw new IllegalArgumentException("message limit of " + maxMessageOctets + " octets is below 65536");
        }
        if (maxRecipients < 100) {
            throw new IllegalArgumentException("recipient limit of " + maxRecipients + " is below 100");
        }
        if (maxBadCommands < 1) {
            throw new IllegalArgumentException("limit of bad commands is below 1: " + maxBadCommands);
        }
    }

    /** Rules with the limits that suit most: 50 MiB, 1000 recipients, 20 bad commands. */
    public static SmtpRules of(String hostName, Role role, TlsOffer tlsOffer) {
        return new SmtpRules(hostName, role, tlsOffer, 50L << 20, 1000, 20);
    }
}
