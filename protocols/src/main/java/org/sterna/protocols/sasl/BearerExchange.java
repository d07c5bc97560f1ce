package org.sterna.protocols.sasl;

/** OAUTHBEARER (RFC 7628 section 3.1) and its forerunner XOAUTH2: the token in one message. */
record BearerExchange(ClientMechanism mechanism, String user, Secret token) implements ClientExchange {
    private static final char SEPARATOR = 1;

    @Override
    public ClientStep on(String challenge) {
        if (!challenge.isEmpty()) {
            return new ClientStep.Abort(mechanism.wireName() + " has no first challenge");
        }
        // Host and port are only for tokens that are signed over them (RFC 7628 section 3.1), which a bearer token is not.
        String start = mechanism == ClientMechanism.OAUTHBEARER ? "n,a=" + ScramExchange.saslName(user) + "," : "user=" + user;
        return ClientExchange.respond(start + SEPARATOR + "auth=Bearer " + token.reveal() + SEPARATOR + SEPARATOR, new Answered(mechanism));
    }

    @Override
    public boolean mayEnd() {
        return false;
    }

    /** A challenge behind the token tells why it is refused; a response that says nothing lets the host end the exchange. RFC 7628 section 3.2.3. */
    record Answered(ClientMechanism mechanism) implements ClientExchange {
        @Override
        public ClientStep on(String challenge) {
            return ClientExchange.respond(mechanism == ClientMechanism.OAUTHBEARER ? String.valueOf(SEPARATOR) : "", new Over(false));
        }

        @Override
        public boolean mayEnd() {
            return true;
        }
    }
}
