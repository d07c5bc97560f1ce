package org.sterna.protocols.pop3;

import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.smtp.TlsLayer;

/** What happens to a session: a line came, or an action was answered. */
public sealed interface Pop3Input {
    /** A command came. */
    record CommandLine(Pop3Command command) implements Pop3Input {}

    /** A line came that is no command, with the reply that refuses it. */
    record MalformedCommand(Pop3Reply reply) implements Pop3Input {}

    /**
     * A line came while {@link Pop3Session.Awaits#AUTH_RESPONSE}.
     *
     * @param line without CR LF; never printed
     */
    record AuthResponse(String line) implements Pop3Input {
        @Override
        public String toString() {
            return "AuthResponse[]";
        }
    }

    /** The handshake is done. After a failed one the caller just closes. */
    record TlsEstablished(TlsLayer tls) implements Pop3Input {}

    /** The answer to {@link Pop3Action.CheckCredentials}. */
    record CredentialsChecked(SaslAnswer answer) implements Pop3Input {}

    /** The answer to {@link Pop3Action.OpenMaildrop}. */
    sealed interface MaildropAnswered extends Pop3Input {}

    /** The maildrop as this session sees it from now on: the first message is number 1. */
    record MaildropOpened(MaildropContents contents) implements MaildropAnswered {}

    /** Another session has it. RFC 2449 section 8.1.2. */
    record MaildropInUse() implements MaildropAnswered {}

    /** Its last session began a moment ago. RFC 2449 section 8.1.1. */
    record MaildropTooSoon() implements MaildropAnswered {}

    /** There is none any more, and waiting does not help. */
    record MaildropGone() implements MaildropAnswered {}

    /** An outage. */
    record MaildropUnavailable() implements MaildropAnswered {}

    /** The answer to {@link Pop3Action.SendMessage} and {@link Pop3Action.SendTop}. */
    sealed interface ContentAnswered extends Pop3Input {}

    /** The content and its final dot are given to the connection. */
    record ContentSent() implements ContentAnswered {}

    /** No octet was sent, because somebody else has deleted the message meanwhile. */
    record ContentGone() implements ContentAnswered {}

    /** No octet was sent, because the content cannot be had. */
    record ContentUnavailable() implements ContentAnswered {}

    /** The answer to {@link Pop3Action.Update}. */
    sealed interface UpdateAnswered extends Pop3Input {}

    /** The messages are gone, durably, and the maildrop is free. */
    record UpdateDone() implements UpdateAnswered {}

    /** The messages may still be there, or be gone: all of them. */
    record UpdateFailed() implements UpdateAnswered {}

    /** The host goes down; the session ends in any state, without deleting anything. */
    record Interrupted(Pop3Reply reply) implements Pop3Input {}

    /** The client was silent for {@link Pop3Session#AUTOLOGOUT}; the session ends in any state. */
    record TimedOut() implements Pop3Input {}
}
