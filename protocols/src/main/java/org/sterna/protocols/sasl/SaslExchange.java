package org.sterna.protocols.sasl;

import java.util.Optional;

/** One authentication that waits for the client's next response. RFC 4422 section 3. */
public sealed interface SaslExchange permits PlainExchange, LoginExchange.AwaitingUser, LoginExchange.AwaitingPassword, ServerScram, ServerBearer,
        ExternalExchange, FinalExchange {
    /** RFC 4954 section 4: a response line, with its CRLF, may have so many octets. */
    int MAX_LINE_OCTETS = 12_288;

    /**
     * Starts an exchange.
     *
     * @param initialResponse what came with the command, in base64; {@code =} stands for an empty one (RFC 4954 section 4)
     */
    static SaslStep start(SaslMechanism mechanism, Optional<String> initialResponse) {
        return switch (mechanism) {
            case PLAIN -> begin(new PlainExchange(), initialResponse);
            case LOGIN -> LoginExchange.start(initialResponse);
            case SCRAM_SHA_1 -> begin(new ServerScram.Opening(ScramHash.SHA_1, false), initialResponse);
            case SCRAM_SHA_1_PLUS -> begin(new ServerScram.Opening(ScramHash.SHA_1, true), initialResponse);
            case SCRAM_SHA_256 -> begin(new ServerScram.Opening(ScramHash.SHA_256, false), initialResponse);
            case SCRAM_SHA_256_PLUS -> begin(new ServerScram.Opening(ScramHash.SHA_256, true), initialResponse);
            case OAUTHBEARER, XOAUTH2 -> begin(new ServerBearer(mechanism), initialResponse);
            case EXTERNAL -> begin(new ExternalExchange(), initialResponse);
        };
    }

    /** The client speaks first: with the command, or asked by an empty challenge. */
    private static SaslStep begin(SaslExchange exchange, Optional<String> initialResponse) {
        return initialResponse.map(response -> exchange.on(response.equals("=") ? "" : response)).orElse(new SaslStep.Challenge("", exchange));
    }

    /** What follows the client's response line: base64, or {@code *} to cancel. */
    SaslStep on(String line);
}
