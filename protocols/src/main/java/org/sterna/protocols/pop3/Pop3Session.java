package org.sterna.protocols.pop3;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * What the server knows in one session, and what it does next. RFC 1939 section 3.
 *
 * <pre>
 * Authorization -USER, PASS-> CheckingCredentials -valid-> OpeningMaildrop -opened-> Transaction -QUIT-> Updating
 *     Authorization -AUTH-> Authenticating -response-> CheckingCredentials
 *     Authorization -STLS-> AwaitingTls    -established-> Authorization
 *     Transaction -RETR, TOP-> SendingContent -sent-> Transaction
 * </pre>
 *
 * A value. An input that the state does not await is a bug of the caller and throws {@link IllegalStateException}.
 */
public sealed interface Pop3Session permits Pop3State {
    /** The next session and what to do now. */
    record Step(Pop3Session session, List<Pop3Action> actions) {
        /** Copies the list. */
        public Step {
            actions = List.copyOf(actions);
        }
    }

    /** RFC 1939 section 3: a client may be silent for so long at least. */
    Duration AUTOLOGOUT = Duration.ofMinutes(10);

    /** What the caller must give next. */
    enum Awaits {
        /** {@link Pop3Input.CommandLine} or {@link Pop3Input.MalformedCommand}. */
        COMMAND,
        /** {@link Pop3Input.AuthResponse}, or {@link Pop3Input.MalformedCommand} for a line that is too long. */
        AUTH_RESPONSE,
        /** The answer to the last action. No octet of the client may be read as a command meanwhile. */
        ANSWER,
        /** Nothing: the session has ended. */
        NOTHING
    }

    /**
     * Opens a session and greets.
     *
     * @param tls present when TLS was there from the start (RFC 8314 section 3.2)
     */
    static Step open(Pop3Rules rules, Optional<TlsLayer> tls) {
        return Pop3State.say(new Authorization(new Pop3Dialogue(rules, tls, Optional.empty(), false, 0), Optional.empty()),
                Pop3Reply.ok(rules.hostName() + " POP3 ready"));
    }

    /** Takes one input. */
    Step on(Pop3Input input);

    /** What may come next. */
    Awaits awaits();

    /** Who is authenticated; empty when nobody is. */
    Optional<String> account();

    /** The TLS below; empty in the clear. */
    Optional<TlsLayer> tls();
}
