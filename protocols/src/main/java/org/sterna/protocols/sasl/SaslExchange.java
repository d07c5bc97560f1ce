package org.sterna.protocols.sasl;

import java.util.Optional;

/** One authentication that waits for the client's next response. RFC 4422 section 3. */
public sealed interface SaslExchange permits PlainExchange, LoginExchange.AwaitingUser, LoginExchange.AwaitingPassword {
    /** RFC 4954 section 4: a response line, with its CRLF, may have so many octets. */
    int MAX_LINE_OCTETS = 12_288;

    /**
     * Starts an exchange.
     *
     * @param initialResponse what came with the command, in base64; {@code =} stands for an empty one (RFC 4954 section 4)
     */
    static SaslStep start(SaslMechanism mechanism, Optional<String> initialResponse) {
        return switch (mechanism) {
            case PLAIN -> PlainExchange.start(initialResponse);
            case LOGIN -> LoginExchange.start(initialResponse);
        };
    }

    /** What follows the client's response line: base64, or {@code *} to cancel. */
    SaslStep on(String line);
}
