package org.sterna.protocols.sasl;

import java.util.Locale;
import java.util.Optional;

/** The mechanisms a client may choose; both send the password, so only under TLS (RFC 4616 section 6). */
public enum SaslMechanism {
    /** One message with name and password: RFC 4616. */
    PLAIN,
    /** Name and password each on request; for clients that know nothing else. */
    LOGIN;

    /** The mechanism of that name in any case (RFC 4422 section 3.1 has upper case); empty when there is none. */
    public static Optional<SaslMechanism> named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> Optional.of(PLAIN);
            case "LOGIN" -> Optional.of(LOGIN);
            default -> Optional.empty();
        };
    }
}
