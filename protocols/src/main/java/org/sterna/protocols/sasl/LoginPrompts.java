package org.sterna.protocols.sasl;

/** LOGIN as client: two prompts, whose texts differ between hosts and are not looked at (draft-murchison-sasl-login). */
sealed interface LoginPrompts extends ClientExchange {
    @Override
    default boolean mayEnd() {
        return false;
    }

    /** First of two. */
    record User(String user, Secret password) implements LoginPrompts {
        @Override
        public ClientStep on(String challenge) {
            return ClientExchange.respond(user, new Password(password));
        }
    }

    /** Second of two. */
    record Password(Secret password) implements LoginPrompts {
        @Override
        public ClientStep on(String challenge) {
            return ClientExchange.respond(password.reveal(), new Over(true));
        }
    }
}
