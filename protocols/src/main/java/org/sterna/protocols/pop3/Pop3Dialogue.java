package org.sterna.protocols.pop3;

import java.util.Optional;
import org.sterna.protocols.smtp.TlsLayer;

/** What every state knows. */
record Pop3Dialogue(Pop3Rules rules, Optional<TlsLayer> tls, Optional<String> account, int badCommands) {
    Pop3Dialogue securedBy(TlsLayer layer) {
        return new Pop3Dialogue(rules, Optional.of(layer), account, badCommands);
    }

    Pop3Dialogue authenticatedAs(String name) {
        return new Pop3Dialogue(rules, tls, Optional.of(name), badCommands);
    }

    Pop3Dialogue withBadCommand() {
        return new Pop3Dialogue(rules, tls, account, badCommands + 1);
    }

    boolean offersStls() {
        return tls.isEmpty() && rules.offersStls();
    }
}
