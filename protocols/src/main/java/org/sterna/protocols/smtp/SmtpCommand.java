package org.sterna.protocols.smtp;

import java.util.Optional;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;

/** A command whose syntax is right. RFC 5321 section 4.1.1. */
public sealed interface SmtpCommand {
    /** @param client a domain or an address literal, or at least made of their characters */
    record Ehlo(String client) implements SmtpCommand {}

    /** @param client as with EHLO */
    record Helo(String client) implements SmtpCommand {}

    /** Opens a mail transaction. */
    record Mail(ReversePath reversePath, MailParameters parameters) implements SmtpCommand {}

    /** Names one recipient. */
    record Rcpt(ForwardPath forwardPath) implements SmtpCommand {}

    /** Asks to send the content. */
    record Data() implements SmtpCommand {}

    /** Gives up the transaction. */
    record Rset() implements SmtpCommand {}

    /** Does nothing. */
    record Noop() implements SmtpCommand {}

    /** Ends the session. */
    record Quit() implements SmtpCommand {}

    /** Asks whether a mailbox exists. */
    record Vrfy(String name) implements SmtpCommand {}

    /** Asks who is on a list. */
    record Expn(String name) implements SmtpCommand {}

    /** Asks for help. */
    record Help() implements SmtpCommand {}

    /** RFC 3207 section 4. */
    record StartTls() implements SmtpCommand {}

    /**
     * RFC 4954 section 4.
     *
     * @param mechanism as sent
     * @param initialResponse in base64, or {@code =} for an empty one; never printed
     */
    record Auth(String mechanism, Optional<String> initialResponse) implements SmtpCommand {
        @Override
        public String toString() {
            return "Auth[mechanism=" + mechanism + "]";
        }
    }
}
