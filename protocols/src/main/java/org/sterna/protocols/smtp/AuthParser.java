package org.sterna.protocols.smtp;

import java.util.Optional;
import java.util.regex.Pattern;

/** AUTH; the initial response is left to the mechanism. RFC 4954 section 4. */
final class AuthParser {
    private static final Pattern MECHANISM = Pattern.compile("[A-Za-z0-9_-]{1,20}");

    private AuthParser() {}

    static ParsedCommand parse(String argument) {
        String[] words = argument.split(" ", -1);
        if (words.length > 2 || !MECHANISM.matcher(words[0]).matches()) {
            return new ParsedCommand.Bad(Replies.BAD_ARGUMENT);
        }
        return new ParsedCommand.Good(new SmtpCommand.Auth(
                words[0], words.length == 2 ? Optional.of(words[1]) : Optional.empty()));
    }
}
