package org.sterna.protocols.smtp;

import java.util.Optional;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.smtp.parameter.MailParameterParser;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.ParameterReading;
import org.sterna.protocols.smtp.parameter.RcptParameterParser;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * MAIL and RCPT. RFC 5321 sections 4.1.1.2 and 4.1.1.3; UTF-8 is read here, and the session says whether it may be. Written
 * step by step, for nearly all lines of a busy host are these two.
 */
final class PathCommandParser {
    private PathCommandParser() {}

    /** @param argument where it begins in the line */
    static ParsedCommand mail(String line, int argument) {
        boolean ascii = Utf8.isAscii(line);
        Optional<PathArgument> cut = cut("FROM:", line, argument, ascii);
        Optional<ReversePath> path = cut.isEmpty() ? Optional.empty()
                : ReversePath.parse(cut.get().text(), cut.get().start(), cut.get().end(), AddressForm.UTF8);
        if (path.isEmpty()) {
            return new ParsedCommand.Bad(Replies.BAD_REVERSE_PATH);
        }
        ParameterReading<MailParameters> reading = MailParameterParser.parse(cut.get().parameters());
        return reading instanceof ParameterReading.WellFormed<MailParameters> good
                ? new ParsedCommand.Good(new SmtpCommand.Mail(path.get(), good.parameters(), SmtpCommand.Wording.of(good.keywords(), ascii)))
                : refusal(reading);
    }

    /** @param argument where it begins in the line */
    static ParsedCommand rcpt(String line, int argument) {
        boolean ascii = Utf8.isAscii(line);
        Optional<PathArgument> cut = cut("TO:", line, argument, ascii);
        Optional<ForwardPath> path = cut.isEmpty() ? Optional.empty()
                : ForwardPath.parse(cut.get().text(), cut.get().start(), cut.get().end(), AddressForm.UTF8);
        if (path.isEmpty()) {
            return new ParsedCommand.Bad(Replies.BAD_FORWARD_PATH);
        }
        ParameterReading<RcptParameters> reading = RcptParameterParser.parse(cut.get().parameters());
        return reading instanceof ParameterReading.WellFormed<RcptParameters> good
                ? new ParsedCommand.Good(new SmtpCommand.Rcpt(path.get(), good.parameters(), SmtpCommand.Wording.of(good.keywords(), ascii)))
                : refusal(reading);
    }

    /** What is in front of the argument is ASCII, so that decoding does not move it. */
    private static Optional<PathArgument> cut(String keyword, String line, int argument, boolean ascii) {
        Optional<String> text = ascii ? Optional.of(line) : Utf8.decode(line);
        return text.isPresent() ? PathArgument.read(keyword, text.get(), argument) : Optional.empty();
    }

    private static ParsedCommand refusal(ParameterReading<?> reading) {
        return new ParsedCommand.Bad(
                reading instanceof ParameterReading.Unknown ? Replies.UNKNOWN_PARAMETER : Replies.BAD_ARGUMENT);
    }
}
