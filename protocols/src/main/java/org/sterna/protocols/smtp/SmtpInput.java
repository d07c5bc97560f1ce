package org.sterna.protocols.smtp;

import org.sterna.protocols.sasl.SaslAnswer;

/** What happens to a server's session: a line came, or an action was answered. */
public sealed interface SmtpInput {
    /**
     * A command came; taken only while the session awaits {@link SmtpSession.Awaits#COMMAND}.
     *
     * @param followed whether octets behind it were already here: the client did not wait for the reply (RFC 2920 section 3.1)
     */
    record CommandLine(SmtpCommand command, boolean followed) implements SmtpInput {}

    /**
     * A line came that is no command, with the reply that refuses it.
     *
     * @param closes whether nobody can tell what follows the line, so that the connection must end
     */
    record MalformedCommand(Reply reply, boolean closes) implements SmtpInput {
        /** The next line may be a command again. */
        public MalformedCommand(Reply reply) {
            this(reply, false);
        }
    }

    /**
     * A line came while {@link SmtpSession.Awaits#AUTH_RESPONSE}.
     *
     * @param line without CR LF; never printed
     * @param followed whether octets behind it were already here; AUTH is the last command of a group (RFC 4954 section 4)
     */
    record AuthResponse(String line, boolean followed) implements SmtpInput {
        /** The client waits for the reply. */
        public AuthResponse(String line) {
            this(line, false);
        }

        @Override
        public String toString() {
            return "AuthResponse[]";
        }
    }

    /** The handshake that {@link SmtpAction.StartTls} asked for is done. After a failed one the caller just closes. */
    record TlsEstablished(TlsLayer tls) implements SmtpInput {}

    /** The answer to {@link SmtpAction.CheckCredentials}. */
    record CredentialsChecked(SaslAnswer answer) implements SmtpInput {}

    /** The answer to any {@link SmtpAction.Consult}. */
    sealed interface Consulted extends SmtpInput {}

    /** Go on. */
    record Permitted() implements Consulted {}

    /**
     * Not so.
     *
     * @param reply 4yz or 5yz
     * @param close whether the connection ends with it
     */
    record Forbidden(Reply reply, boolean close) implements Consulted {}

    /** The answer to {@link SmtpAction.FlushQueue}: what is said to ETRN (RFC 1985 section 5.3). */
    record QueueFlushed(Reply reply) implements SmtpInput {}

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

    /** All octets of a chunk were read. */
    sealed interface ChunkEnded extends SmtpInput {}

    /** They are kept, or thrown away if that was asked. */
    record ChunkComplete() implements ChunkEnded {}

    /** @param reply 4yz or 5yz: the content is not acceptable, or could not be kept; the rest of the transaction is void */
    record ChunkRefused(Reply reply) implements ChunkEnded {}

    /** The answer to {@link SmtpAction.StoreMessage}. */
    sealed interface StoreAnswered extends SmtpInput {}

    /** The message is durable and from now on ours (RFC 5321 section 6.1). */
    record MessageStored(String queueId) implements StoreAnswered {}

    /** @param reply 4yz or 5yz */
    record MessageNotStored(Reply reply) implements StoreAnswered {}

    /**
     * The host goes down in an orderly way, and there is some time: a transaction or command that is under way may end, then the session
     * does, with 421 (RFC 5321 section 3.8). In any state, at any time, also again.
     */
    record Draining() implements SmtpInput {}

    /**
     * The caller must end the session, in any state: timeout or shutdown.
     *
     * @param reply 421 (RFC 5321 section 3.8)
     */
    record Interrupted(Reply reply) implements SmtpInput {}
}
