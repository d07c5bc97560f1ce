package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reply to EHLO. RFC 5321 section 4.1.1.1. */
final class ServiceExtensions {
    private ServiceExtensions() {}

    static Reply reply(SmtpDialogue dialogue) {
        List<String> lines = new ArrayList<>();
        lines.add(dialogue.rules().hostName());
        lines.add("PIPELINING"); // RFC 2920
        lines.add("SIZE " + dialogue.rules().maxMessageOctets()); // RFC 1870
        lines.add("8BITMIME"); // RFC 6152
        lines.add("ENHANCEDSTATUSCODES"); // RFC 2034
        if (dialogue.offersTls()) {
            lines.add("STARTTLS"); // RFC 3207
        }
        if (dialogue.offersAuth()) {
            lines.add("AUTH PLAIN LOGIN"); // RFC 4954
        }
        return new Reply(250, Optional.empty(), lines);
    }
}
