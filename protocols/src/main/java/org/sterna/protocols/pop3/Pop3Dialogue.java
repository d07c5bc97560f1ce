package org.sterna.protocols.pop3;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * What every state knows.
 *
 * @param utf8 whether the client has said UTF8
 */
record Pop3Dialogue(Pop3Rules rules, Optional<TlsLayer> tls, Optional<String> account, boolean utf8, int badCommands) {
    Pop3Dialogue securedBy(TlsLayer layer) {
        return new Pop3Dialogue(rules, Optional.of(layer), account, utf8, badCommands);
    }

    Pop3Dialogue authenticatedAs(String name) {
        return new Pop3Dialogue(rules, tls, Optional.of(name), utf8, badCommands);
    }

    Pop3Dialogue withBadCommand() {
        return new Pop3Dialogue(rules, tls, account, utf8, badCommands + 1);
    }

    /** RFC 6856 section 2.1. */
    Pop3Dialogue withUtf8() {
        return new Pop3Dialogue(rules, tls, account, true, badCommands);
    }

    boolean offersStls() {
        return tls.isEmpty() && rules.offersStls();
    }

    /** Those that the rules want and the connection can carry; none in the clear. */
    List<SaslMechanism> mechanisms() {
        return tls.map(layer -> SaslMechanism.offered(rules.mechanisms(), layer.bindable(), layer.certified())).orElse(List.of());
    }

    /** Whether USER and PASS are there: they say a password as PLAIN and LOGIN do. */
    boolean offersUser() {
        return mechanisms().contains(SaslMechanism.PLAIN) || mechanisms().contains(SaslMechanism.LOGIN);
    }
}
