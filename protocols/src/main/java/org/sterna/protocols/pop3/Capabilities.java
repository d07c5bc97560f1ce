package org.sterna.protocols.pop3;

import java.util.ArrayList;
import java.util.List;

/** The reply to CAPA. RFC 2449 section 5. */
final class Capabilities {
    private Capabilities() {}

    static Pop3Reply reply(Pop3Dialogue dialogue) {
        List<String> lines = new ArrayList<>(List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"));
        if (dialogue.offersStls()) {
            lines.add("STLS"); // RFC 2595 section 4
        }
        if (dialogue.tls().isPresent()) {
            lines.add("USER");
            lines.add("SASL PLAIN LOGIN"); // RFC 5034 section 3
        }
        return new Pop3Reply.Listing("+OK Capabilities follow", lines);
    }
}
