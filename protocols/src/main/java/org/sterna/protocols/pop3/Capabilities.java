package org.sterna.protocols.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sterna.protocols.sasl.SaslMechanism;

/** The reply to CAPA. RFC 2449 section 5. */
final class Capabilities {
    private Capabilities() {}

    static Pop3Reply reply(Pop3Dialogue dialogue) {
        List<String> lines = new ArrayList<>(List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"));
        lines.add("EXPIRE NEVER"); // RFC 2449 section 6.7: only clients delete
        if (!dialogue.rules().loginDelay().isZero()) {
            lines.add("LOGIN-DELAY " + dialogue.rules().loginDelay().plusMillis(999).toSeconds()); // RFC 2449 section 6.5
        }
        lines.add("UTF8 USER"); // RFC 6856 section 2
        lines.add("LANG"); // RFC 6856 section 3
        if (dialogue.offersStls()) {
            lines.add("STLS"); // RFC 2595 section 4
        }
        if (dialogue.offersUser()) {
            lines.add("USER");
        }
        if (!dialogue.mechanisms().isEmpty()) {
            lines.add(dialogue.mechanisms().stream().map(SaslMechanism::wireName).collect(Collectors.joining(" ", "SASL ", ""))); // RFC 5034 section 3
        }
        lines.add("IMPLEMENTATION Sterna"); // RFC 2449 section 6.9
        return new Pop3Reply.Listing("+OK Capabilities follow", lines::iterator);
    }
}
