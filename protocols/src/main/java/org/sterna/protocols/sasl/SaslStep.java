package org.sterna.protocols.sasl;

/** What the server does next in an exchange. */
public sealed interface SaslStep {
    /**
     * Send this and give the client's answer to the exchange.
     *
     * @param base64 may be empty
     */
    record Challenge(String base64, SaslExchange next) implements SaslStep {}

    /**
     * The client has named itself; nothing is checked yet.
     *
     * @param user 1 to 320 octets of UTF-8
     * @param password 1 to 1024 octets of UTF-8; never printed
     */
    record Credentials(String user, String password) implements SaslStep {
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }

    /** The client sent {@code *} in place of a response. */
    record Cancelled() implements SaslStep {}

    /** The response cannot be read; the exchange is over. */
    record Malformed(String reason) implements SaslStep {}
}
