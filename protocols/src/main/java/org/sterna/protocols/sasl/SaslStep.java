package org.sterna.protocols.sasl;

import java.util.Optional;

/** What the server does next in an exchange. */
public sealed interface SaslStep permits SaslQuestion, SaslStep.Challenge, SaslStep.Granted, SaslStep.Refused, SaslStep.Cancelled, SaslStep.Malformed {
    /**
     * Send this and give the client's answer to the exchange.
     *
     * @param base64 may be empty
     */
    record Challenge(String base64, SaslExchange next) implements SaslStep {}

    /**
     * The client has named itself and said its password; the caller checks both. The exchange of PLAIN and LOGIN ends with the answer.
     *
     * @param authorization whose rights the client wants to have, 1 to 320 octets of UTF-8; empty for those of the user
     * @param user 1 to 320 octets of UTF-8
     * @param password 1 to 1024 octets of UTF-8; never printed
     */
    record Credentials(Optional<String> authorization, String user, String password) implements SaslQuestion {
        /** Of somebody who wants no other's rights. */
        public Credentials(String user, String password) {
            this(Optional.empty(), user, password);
        }

        @Override
        public SaslStep on(SaslAnswer answer) {
            return SaslQuestion.end(answer);
        }

        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }

    /**
     * The exchange is over: the client may act for this account.
     *
     * @param account as the caller named it
     */
    record Granted(String account) implements SaslStep {}

    /** The exchange is over: the client is nobody. */
    record Refused(SaslAnswer.Denial denial) implements SaslStep {}

    /** The client sent {@code *} in place of a response. */
    record Cancelled() implements SaslStep {}

    /** The response cannot be read; the exchange is over. */
    record Malformed(String reason) implements SaslStep {}
}
