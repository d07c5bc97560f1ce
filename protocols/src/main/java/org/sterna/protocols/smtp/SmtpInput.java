package org.sterna.protocols.smtp;

/** What happens to a server's session: a line came, or an action was answered. */
public sealed interface SmtpInput {
    /** A command came; taken only while the session awaits {@link SmtpSession.Awaits#COMMAND}. */
    record CommandLine(SmtpCommand command) implements SmtpInput {}

    /** A line came that is no command, with the reply that refuses it. */
    record MalformedCommand(Reply reply) implements SmtpInput {}

    /**
     * A line came while {@link SmtpSession.Awaits#AUTH_RESPONSE}.
     *
     * @param line without CR LF; never printed
     */
    record AuthResponse(String line) implements SmtpInput {
        @Override
        public String toString() {
            return "AuthResponse[]";
        }
    }

    /** The handshake that {@link SmtpAction.StartTls} asked for is done. After a failed one the caller just closes. */
    record TlsEstablished(TlsLayer tls) implements SmtpInput {}

    /** The answer to {@link SmtpAction.CheckCredentials}. */
    sealed interface CredentialsChecked extends SmtpInput {}

    /** @param account the name under which the caller knows the user */
    record CredentialsValid(String account) implements CredentialsChecked {}

    /** Wrong name or password. */
    record CredentialsInvalid() implements CredentialsChecked {}

    /** Nobody could say: an outage. */
    record CredentialsUnavailable() implements CredentialsChecked {}

    /** The answer to {@link SmtpAction.CheckRecipient}. */
    sealed interface RecipientChecked extends SmtpInput {}

    /** @param target what the caller found, kept in the envelope */
    record RecipientAccepted(RecipientTarget target) implements RecipientChecked {}

    /** @param reply 4yz or 5yz */
    record RecipientRefused(Reply reply) implements RecipientChecked {}

    /** The end of the content was read. */
    sealed interface DataEnded extends SmtpInput {}

    /** @param octets of decoded content */
    record DataComplete(long octets) implements DataEnded {}

    /** @param reply 4yz or 5yz: the content is not acceptable, or could not be kept */
    record DataRefused(Reply reply) implements DataEnded {}

    /** The answer to {@link SmtpAction.StoreMessage}. */
    sealed interface StoreAnswered extends SmtpInput {}

    /** The message is durable and from now on ours (RFC 5321 section 6.1). */
    record MessageStored(String queueId) implements StoreAnswered {}

    /** @param reply 4yz or 5yz */
    record MessageNotStored(Reply reply) implements StoreAnswered {}

    /**
     * The caller must end the session, in any state: timeout or shutdown.
     *
     * @param reply 421 (RFC 5321 section 3.8)
     */
    record Interrupted(Reply reply) implements SmtpInput {}
}
