package org.sterna.protocols.smtp;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.smtp.parameter.ParameterKeyword;

/** VRFY and EXPN. RFC 5321 section 4.1.1.6, RFC 6531 section 3.7.4.2. */
final class InquiryParser {
    private static final String UTF8 = " SMTPUTF8";

    private InquiryParser() {}

    static ParsedCommand parse(String argument, BiFunction<String, SmtpCommand.Wording, SmtpCommand> command) {
        int end = argument.length() - UTF8.length();
        boolean utf8 = argument.regionMatches(true, end, UTF8, 0, UTF8.length());
        while (utf8 && end > 0 && argument.charAt(end - 1) == ' ') {
            end--;
        }
        Optional<String> text = Utf8.decode(utf8 ? argument.substring(0, end) : argument);
        return text.isEmpty() || text.get().isEmpty()
                ? new ParsedCommand.Bad(Replies.BAD_ARGUMENT)
                : new ParsedCommand.Good(command.apply(text.get(), SmtpCommand.Wording.of(
                        utf8 ? Set.of(ParameterKeyword.SMTPUTF8) : Set.of(), Utf8.isAscii(text.get()))));
    }
}
