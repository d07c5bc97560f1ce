package org.sterna.protocols.smtp;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.MailParameters.BodyType;

/** Reads the parameters of MAIL: SIZE, BODY and AUTH. RFC 5321 section 4.1.1.11. */
final class MailParameterParser {
    /** RFC 1870 section 6: up to 20 digits; 18 are enough for any size and fit a long. */
    private static final Pattern SIZE = Pattern.compile("\\d{1,18}");
    /** RFC 4954 section 5: an xtext, or {@code <>}. */
    private static final Pattern AUTH = Pattern.compile("<>|([!-*,-<>-~]|\\+[0-9A-F]{2}){1,500}");

    private MailParameterParser() {}

    static SmtpInput parse(List<String> words, ReversePath reversePath) {
        OptionalLong size = OptionalLong.empty();
        BodyType body = BodyType.SEVEN_BIT;
        Set<String> seen = new HashSet<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
            String value = equals < 0 ? "" : word.substring(equals + 1);
            if (!seen.add(keyword)) {
                return new SmtpInput.MalformedCommand(Replies.BAD_ARGUMENT);
            }
            switch (keyword) {
                case "SIZE" -> {
                    if (!SIZE.matcher(value).matches()) {
                        return new SmtpInput.MalformedCommand(Replies.BAD_ARGUMENT);
                    }
                    size = OptionalLong.of(Long.parseLong(value));
                }
                case "BODY" -> {
                    Optional<BodyType> type = bodyType(value);
                    if (type.isEmpty()) {
                        return new SmtpInput.MalformedCommand(Replies.BAD_ARGUMENT);
                    }
                    body = type.get();
                }
                case "AUTH" -> {
                    // RFC 4954 section 5: who is not trusted to name a submitter is taken to have said AUTH=<>.
                    if (!AUTH.matcher(value).matches()) {
                        return new SmtpInput.MalformedCommand(Replies.BAD_ARGUMENT);
                    }
                }
                default -> {
                    return new SmtpInput.MalformedCommand(Replies.UNKNOWN_PARAMETER);
                }
            }
        }
        return new SmtpInput.CommandLine(new SmtpCommand.Mail(reversePath, new MailParameters(size, body)));
    }

    private static Optional<BodyType> bodyType(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> Optional.of(BodyType.SEVEN_BIT);
            case "8BITMIME" -> Optional.of(BodyType.EIGHT_BIT_MIME);
            default -> Optional.empty();
        };
    }
}
