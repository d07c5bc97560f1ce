package org.sterna.protocols.sasl;

/** What the client does next in an exchange. */
public sealed interface ClientStep {
    /**
     * Send this and give the host's next challenge to the exchange.
     *
     * @param base64 may be empty; may hold the secret, and is never printed
     */
    record Respond(String base64, ClientExchange next) implements ClientStep {
        @Override
        public String toString() {
            return "Respond[***]";
        }
    }

    /** Cancel the exchange: what the host said makes no sense, or is not from somebody who knows the password. */
    record Abort(String reason) implements ClientStep {}
}
