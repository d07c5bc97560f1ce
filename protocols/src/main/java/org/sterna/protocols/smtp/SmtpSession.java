package org.sterna.protocols.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the server knows in one session, and what it does next. RFC 5321 section 4.1.4.
 *
 * <pre>
 * Connected -EHLO-> Greeted -MAIL-> Addressing -DATA-> ReceivingData -end-> StoringMessage -stored-> Greeted
 *     Greeted             -STARTTLS-> AwaitingTls         -established-> Connected
 *     Greeted             -AUTH->     Authenticating      -response->    CheckingCredentials -checked-> Greeted
 *     Greeted             -ETRN->     FlushingQueue       -flushed->     Greeted
 *     Addressing          -RCPT->     CheckingRecipient   -checked->     Addressing
 *     Addressing          -BDAT->     ReceivingChunk      -end->         Chunking -BDAT-> ReceivingChunk -last-> StoringMessage
 *     any                 -BDAT->     DiscardingChunk     -end->         the same with a refusal
 *     Connected, Greeted  -XCLIENT->  Connected
 *     any                 -QUIT->     Ended
 * </pre>
 *
 * When the host goes down, the state is ShuttingDown around the one that it was, until no transaction is open.
 *
 * Before the greeting, EHLO, MAIL and the content the caller is asked and the state is Consulting; a client that is not welcome
 * is TurnedAway.
 *
 * A value: it can be kept, compared and stepped again. An input that the state does not await is a bug of the caller
 * and throws {@link IllegalStateException}.
 */
public sealed interface SmtpSession permits SmtpState {
    /** The next session and what to do now. */
    record Step(SmtpSession session, List<SmtpAction> actions) {
        /** Copies the list. */
        public Step {
            actions = List.copyOf(actions);
        }
    }

    /**
     * RFC 5321 section 4.5.3.2.7: a client may be silent for so long at least, between commands as between
     * two blocks of content.
     */
    Duration CLIENT_TIMEOUT = Duration.ofMinutes(5);

    /** What the caller must give next. */
    enum Awaits {
        /** {@link SmtpInput.CommandLine} or {@link SmtpInput.MalformedCommand}. */
        COMMAND,
        /** {@link SmtpInput.AuthResponse}, or {@link SmtpInput.MalformedCommand} for a line that is too long. */
        AUTH_RESPONSE,
        /** {@link SmtpInput.DataEnded}. */
        CONTENT,
        /** {@link SmtpInput.ChunkEnded}. */
        CHUNK,
        /** The answer to the last action. No octet of the client may be read as a command meanwhile. */
        ANSWER,
        /** Nothing: the session has ended. */
        NOTHING
    }

    /**
     * Opens a session: the caller is asked about the client, and then greets it.
     *
     * @param tls present when TLS was there from the start (RFC 8314 section 3.3)
     * @param now the only time the session knows: EHLO tells from it how long messages can be held (RFC 4865 section 3)
     */
    static Step open(SmtpRules rules, Optional<TlsLayer> tls, Instant now) {
        return Connected.greet(SmtpDialogue.begin(rules, tls, now));
    }

    /** Takes one input. */
    Step on(SmtpInput input);

    /** What may come next. */
    Awaits awaits();

    /** The rules it was opened with. */
    SmtpRules rules();

    /** Who is authenticated; empty when nobody is. */
    Optional<String> account();

    /** The TLS below; empty in the clear. */
    Optional<TlsLayer> tls();

    /** Whether the session is under TLS. */
    default boolean secured() {
        return tls().isPresent();
    }

    /** The name given with EHLO, HELO or LHLO; empty before. */
    Optional<String> client();

    /** What the Received field says of this session (RFC 3848). */
    TransmissionType transmissionType();

    /** Messages stored so far. */
    int messages();

    /** Commands in error so far. */
    int badCommands();
}
