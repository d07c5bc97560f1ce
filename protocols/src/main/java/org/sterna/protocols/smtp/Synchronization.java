package org.sterna.protocols.smtp;

import org.sterna.protocols.sasl.SaslMechanism;

/**
 * Which commands a client may send ahead. RFC 2920 section 3.1: MAIL, RCPT and RSET stand anywhere in a group, all that change more
 * than the transaction only at its end, but for AUTH that needs no challenge. Without PIPELINING a client waits for each reply
 * (RFC 5321 section 2.1).
 *
 * <p>A client that does otherwise either speaks for somebody who smuggles commands past a filter, or does not listen; it is cut off
 * with 554. NOOP, VRFY and EXPN are held to the rule like all others: RFC 2920 names them, and no client in use needs them ahead.
 * HELP changes nothing and may stand anywhere. Behind QUIT nothing is read, so nothing need be said about it.
 */
final class Synchronization {
    private Synchronization() {}

    static boolean isBroken(SmtpDialogue dialogue, SmtpInput.CommandLine line) {
        SmtpCommand command = line.command();
        // The octets of a chunk follow at once: RFC 3030 section 2.
        if (!line.followed() || command instanceof SmtpCommand.Quit || command instanceof SmtpCommand.Bdat) {
            return false;
        }
        boolean anywhere = command instanceof SmtpCommand.Mail || command instanceof SmtpCommand.Rcpt
                || command instanceof SmtpCommand.Rset || command instanceof SmtpCommand.Help
                || command instanceof SmtpCommand.Auth auth && isOverAtOnce(auth);
        return !anywhere || !dialogue.offers(ServiceExtension.PIPELINING);
    }

    /** RFC 4954 section 4: a mechanism with its one response may be followed by more, for no challenge can come between. */
    private static boolean isOverAtOnce(SmtpCommand.Auth auth) {
        return auth.initialResponse().isPresent()
                && SaslMechanism.named(auth.mechanism()).filter(SaslMechanism::isOneMessage).isPresent();
    }
}
