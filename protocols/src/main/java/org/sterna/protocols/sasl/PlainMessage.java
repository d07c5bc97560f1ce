package org.sterna.protocols.sasl;

/** PLAIN as client: one message, without an authorization identity. RFC 4616 section 2. */
record PlainMessage(String user, Secret password) implements ClientExchange {
    @Override
    public ClientStep on(String challenge) {
        return challenge.isEmpty()
                ? ClientExchange.respond("\0" + user + "\0" + password.reveal(), new Over(true))
                : new ClientStep.Abort("PLAIN has no challenge");
    }

    @Override
    public boolean mayEnd() {
        return false;
    }
}
