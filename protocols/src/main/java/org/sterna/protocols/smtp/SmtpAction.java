package org.sterna.protocols.smtp;

import org.sterna.protocols.address.ForwardPath;

/** What a server's session asks its caller to do, in the order given. */
public sealed interface SmtpAction {
    /** Send the reply. */
    record Say(Reply reply) implements SmtpAction {}

    /**
     * Start the handshake as server, and answer with {@link SmtpInput.TlsEstablished}. Octets of the client that came
     * in the clear behind STARTTLS must close the connection (RFC 3207 section 4.2).
     */
    record StartTls() implements SmtpAction {}

    /** Answer with {@link SmtpInput.CredentialsChecked}. */
    record CheckCredentials(String user, String password) implements SmtpAction {
        @Override
        public String toString() {
            return "CheckCredentials[user=" + user + "]";
        }
    }

    /**
     * Answer with {@link SmtpInput.RecipientChecked}.
     *
     * @param envelope as it is before this recipient
     */
    record CheckRecipient(ForwardPath forwardPath, Envelope envelope) implements SmtpAction {}

    /** Give what follows to a {@link DataDecoder}, and answer with {@link SmtpInput.DataEnded}. */
    record ReceiveData(Envelope envelope) implements SmtpAction {}

    /** Make content and envelope durable, then answer with {@link SmtpInput.StoreAnswered}. */
    record StoreMessage(Envelope envelope) implements SmtpAction {}

    /** Give the next line as {@link SmtpInput.AuthResponse}. */
    record AwaitAuthResponse() implements SmtpAction {}

    /** Close the connection once everything is sent. */
    record Close() implements SmtpAction {}
}
