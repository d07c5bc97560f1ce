package org.sterna.protocols.smtp;

import java.util.regex.Pattern;
import org.sterna.protocols.address.DomainName;

/** ETRN. RFC 1985 section 5. */
final class EtrnParser {
    private static final Pattern QUEUE = Pattern.compile("#[A-Za-z0-9._-]{1,64}");

    private EtrnParser() {}

    static ParsedCommand parse(String argument) {
        String domain = argument.startsWith("@") ? argument.substring(1) : argument; // RFC 1985 section 5.3
        boolean good = QUEUE.matcher(argument).matches() || domain.indexOf('.') > 0 && DomainName.parse(domain).isPresent();
        return good ? new ParsedCommand.Good(new SmtpCommand.Etrn(argument)) : new ParsedCommand.Bad(Replies.BAD_ARGUMENT);
    }
}
