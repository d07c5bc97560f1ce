package org.sterna.protocols.smtp;

import java.util.function.Function;

/** EHLO, HELO and LHLO. RFC 5321 section 4.1.1.1, RFC 2033 section 4.1. */
final class HelloParser {
    private static final int MAX_OCTETS = 255;

    private HelloParser() {}

    static ParsedCommand parse(String argument, Function<String, SmtpCommand> command) {
        return isClient(argument)
                ? new ParsedCommand.Good(command.apply(argument))
                : new ParsedCommand.Bad(Replies.BAD_ARGUMENT);
    }

    /** Domains, address literals and the underscores and colons that real clients send. */
    static boolean isClient(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_OCTETS;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._:[]-".indexOf(c) >= 0;
    }
}
