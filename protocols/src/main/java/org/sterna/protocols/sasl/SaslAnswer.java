package org.sterna.protocols.sasl;

import java.util.List;

/** What the caller found out about a {@link SaslQuestion}. */
public sealed interface SaslAnswer {
    /** Why not. */
    enum Denial {
        /** Wrong name, password or token, or not allowed here: which of them is not told. */
        WRONG,
        /** It cannot be found out now. */
        UNAVAILABLE
    }

    /** @param account the canonical name of the account whose rights the client has from now on */
    record Granted(String account) implements SaslAnswer {}

    record Denied(Denial denial) implements SaslAnswer {}

    /**
     * To {@link SaslQuestion.TokenShown}.
     *
     * @param error JSON, see {@link #invalidToken}
     */
    record TokenRefused(String error) implements SaslAnswer {}

    /**
     * To {@link SaslQuestion.KeysWanted}.
     *
     * @param keys at least one; all have the same salt and iterations. Keys nobody knows a password of, for a name that is nobody's
     * @param nonce of this exchange alone, see {@link ClientExchange#nonce()}
     * @param bindings what the connection has to offer
     */
    record Keys(List<ScramKeys> keys, String nonce, ChannelBindings bindings) implements SaslAnswer {
        public Keys {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("an exchange needs keys");
            }
        }
    }

    /**
     * The error a client gets for a bad token. RFC 7628 section 3.2.2.
     *
     * @param scope what a good token would be for: printable, without quotation marks; empty to say nothing
     */
    static TokenRefused invalidToken(String scope) {
        return new TokenRefused(scope.isEmpty() ? "{\"status\":\"invalid_token\"}" : "{\"status\":\"invalid_token\",\"scope\":\"" + scope + "\"}");
    }
}
