package org.sterna.protocols.sasl;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** One login of ours that waits for the host's next challenge. RFC 4422 section 3. No state prints a secret. */
public sealed interface ClientExchange permits BearerExchange, BearerExchange.Answered, ClientExchange.Over, LoginPrompts, PlainMessage, ScramExchange {
    /**
     * Starts an exchange. Where {@link ClientMechanism#clientFirst()}, an empty challenge brings the first response.
     *
     * @param user 1 to 320 octets of UTF-8 without control characters
     * @param nonce of this exchange alone, see {@link #nonce()}
     */
    static ClientExchange start(ClientMechanism mechanism, String user, Secret secret, String nonce) {
        return switch (mechanism) {
            case SCRAM_SHA_256 -> new ScramExchange.First(user, secret, nonce);
            case OAUTHBEARER, XOAUTH2 -> new BearerExchange(mechanism, user, secret);
            case PLAIN -> new PlainMessage(user, secret);
            case LOGIN -> new LoginPrompts.User(user, secret);
        };
    }

    /** 144 random bits as printable ASCII without commas (RFC 5802 section 5.1). */
    static String nonce() {
        byte[] octets = new byte[18];
        new SecureRandom().nextBytes(octets);
        return Base64.getUrlEncoder().encodeToString(octets);
    }

    /**
     * What follows a challenge.
     *
     * @param challenge base64, may be empty
     */
    ClientStep on(String challenge);

    /** Whether the host may say now that the login succeeded: not before it has proven what it has to prove. */
    boolean mayEnd();

    /** All is said. */
    record Over(boolean mayEnd) implements ClientExchange {
        @Override
        public ClientStep on(String challenge) {
            return new ClientStep.Abort("a challenge behind the last");
        }
    }

    /** A response of that text. */
    static ClientStep respond(String text, ClientExchange next) {
        return new ClientStep.Respond(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)), next);
    }
}
