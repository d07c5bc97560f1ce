package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The reply to HELP: 214, of several lines. RFC 5321 section 4.1.1.8. */
final class HelpText {
    private static final EnhancedStatus STATUS = new EnhancedStatus(2, 0, 0);
    private static final Map<String, List<String>> TOPICS = Map.ofEntries(
            topic("EHLO", "EHLO domain", "Names the client and asks what is offered. RFC 5321 section 4.1.1.1"),
            topic("HELO", "HELO domain", "Names the client and asks for nothing. RFC 5321 section 4.1.1.1"),
            topic("LHLO", "LHLO domain", "Names the client where LMTP is spoken. RFC 2033 section 4.1"),
            topic("MAIL", "MAIL FROM:<reverse-path> [parameters]", "Opens a mail transaction. RFC 5321 section 4.1.1.2",
                    "Parameters belong to the extensions that EHLO told."),
            topic("RCPT", "RCPT TO:<forward-path> [parameters]", "Names one recipient. RFC 5321 section 4.1.1.3"),
            topic("DATA", "DATA", "Asks to send the message, which ends with a dot on a line. RFC 5321 section 4.1.1.4"),
            topic("BDAT", "BDAT octets [LAST]", "Sends a chunk of the message. RFC 3030 section 2"),
            topic("RSET", "RSET", "Gives up the mail transaction. RFC 5321 section 4.1.1.5"),
            topic("VRFY", "VRFY mailbox", "Tells nothing: send mail and see. RFC 5321 section 7.3"),
            topic("EXPN", "EXPN list", "Is not offered. RFC 5321 section 7.3"),
            topic("HELP", "HELP [command]", "Explains a command. RFC 5321 section 4.1.1.8"),
            topic("NOOP", "NOOP [text]", "Does nothing. RFC 5321 section 4.1.1.9"),
            topic("QUIT", "QUIT", "Ends the session. RFC 5321 section 4.1.1.10"),
            topic("STARTTLS", "STARTTLS", "Begins the TLS handshake. RFC 3207 section 4"),
            topic("AUTH", "AUTH mechanism [initial response]", "Authenticates, under TLS only. RFC 4954 section 4"),
            topic("ETRN", "ETRN domain | @domain | #queue", "Asks to send what waits for a host. RFC 1985 section 5"));

    private HelpText() {}

    static Reply about(Optional<String> topic, SmtpRules rules) {
        List<String> lines = topic.map(word -> word.toUpperCase(Locale.ROOT)).map(TOPICS::get).orElseGet(() -> overview(rules));
        return new Reply(214, Optional.of(STATUS), lines);
    }

    private static List<String> overview(SmtpRules rules) {
        String hello = rules.role() == SmtpRules.Role.LMTP ? "LHLO" : "EHLO HELO";
        return List.of(
                "Commands: " + hello + " MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT",
                "Extensions may add: BDAT STARTTLS AUTH ETRN",
                "HELP command tells more; all of it stands in RFC 5321.");
    }

    private static Map.Entry<String, List<String>> topic(String verb, String... lines) {
        return Map.entry(verb, List.of(lines));
    }
}
