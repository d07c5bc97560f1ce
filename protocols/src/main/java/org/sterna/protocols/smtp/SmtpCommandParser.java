package org.sterna.protocols.smtp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.sasl.SaslExchange;

/** Reads command lines. RFC 5321 section 4.1.1. */
public final class SmtpCommandParser {
    /**
     * RFC 5321 section 4.5.3.1.4 wants 512; the parameters of MAIL may add 17 (RFC 6152), 26 (RFC 1870) and 500
     * (RFC 4954). Twice that leaves room for what an extension may bring.
     */
    public static final int MAX_COMMAND_OCTETS = 2048;
    /** The limit for the {@link LineFramer}: AUTH and its responses may be longer (RFC 4954 section 4). */
    public static final int MAX_LINE_OCTETS = SaslExchange.MAX_LINE_OCTETS;

    /** Domains, address literals and the underscores and colons that real clients send. */
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");
    private static final Pattern MECHANISM = Pattern.compile("[A-Za-z0-9_-]{1,20}");

    private SmtpCommandParser() {}

    /** The input for the session: a command, or the reply that refuses the line. */
    public static SmtpInput parse(LineFramer.Line.Whole line) {
        String text = line.text();
        int space = text.indexOf(' ');
        String verb = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
        if (text.length() > MAX_COMMAND_OCTETS - 2 && !verb.equals("AUTH")) {
            return new SmtpInput.MalformedCommand(Replies.LINE_TOO_LONG);
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            return new SmtpInput.MalformedCommand(Replies.BAD_LINE_END);
        }
        // RFC 5321 section 4.1.1: spaces at the end are to be tolerated.
        String argument = space < 0 ? "" : text.substring(space + 1).strip();
        return switch (verb) {
            case "EHLO" -> client(argument).<SmtpInput>map(c -> command(new SmtpCommand.Ehlo(c))).orElse(badArgument());
            case "HELO" -> client(argument).<SmtpInput>map(c -> command(new SmtpCommand.Helo(c))).orElse(badArgument());
            case "MAIL" -> mail(argument);
            case "RCPT" -> rcpt(argument);
            case "DATA" -> bare(argument, new SmtpCommand.Data());
            case "RSET" -> bare(argument, new SmtpCommand.Rset());
            case "QUIT" -> bare(argument, new SmtpCommand.Quit());
            case "STARTTLS" -> bare(argument, new SmtpCommand.StartTls());
            case "NOOP" -> command(new SmtpCommand.Noop());
            case "HELP" -> command(new SmtpCommand.Help());
            case "VRFY" -> argument.isEmpty() ? badArgument() : command(new SmtpCommand.Vrfy(argument));
            case "EXPN" -> argument.isEmpty() ? badArgument() : command(new SmtpCommand.Expn(argument));
            case "AUTH" -> auth(argument);
            default -> new SmtpInput.MalformedCommand(Replies.UNKNOWN_COMMAND);
        };
    }

    /** The input for a line that is longer than the framer's limit. */
    public static SmtpInput lineTooLong() {
        return new SmtpInput.MalformedCommand(Replies.LINE_TOO_LONG);
    }

    /** The input for a line that does not end with CR LF. */
    public static SmtpInput badLineEnd() {
        return new SmtpInput.MalformedCommand(Replies.BAD_LINE_END);
    }

    private static Optional<String> client(String argument) {
        return CLIENT.matcher(argument).matches() ? Optional.of(argument) : Optional.empty();
    }

    private static SmtpInput bare(String argument, SmtpCommand command) {
        return argument.isEmpty() ? command(command) : badArgument();
    }

    private static SmtpInput mail(String argument) {
        Optional<PathArgument> argumentRead = PathArgument.read("FROM:", argument);
        Optional<ReversePath> reversePath = argumentRead.flatMap(read -> ReversePath.parse(read.path()));
        if (reversePath.isEmpty()) {
            return new SmtpInput.MalformedCommand(Replies.BAD_REVERSE_PATH);
        }
        return MailParameterParser.parse(argumentRead.get().parameters(), reversePath.get());
    }

    private static SmtpInput rcpt(String argument) {
        Optional<PathArgument> argumentRead = PathArgument.read("TO:", argument);
        Optional<ForwardPath> forwardPath = argumentRead.flatMap(read -> ForwardPath.parse(read.path()));
        if (forwardPath.isEmpty()) {
            return new SmtpInput.MalformedCommand(Replies.BAD_FORWARD_PATH);
        }
        // RFC 5321 section 4.1.1.11: 555 for parameters that are not implemented, and RCPT has none.
        return argumentRead.get().parameters().isEmpty()
                ? command(new SmtpCommand.Rcpt(forwardPath.get()))
                : new SmtpInput.MalformedCommand(Replies.UNKNOWN_PARAMETER);
    }

    private static SmtpInput auth(String argument) {
        String[] words = argument.split(" ", -1);
        if (words.length > 2 || !MECHANISM.matcher(words[0]).matches()) {
            return badArgument();
        }
        Optional<String> initial = words.length == 2 ? Optional.of(words[1]) : Optional.empty();
        return command(new SmtpCommand.Auth(words[0], initial));
    }

    private static SmtpInput command(SmtpCommand command) {
        return new SmtpInput.CommandLine(command);
    }

    private static SmtpInput badArgument() {
        return new SmtpInput.MalformedCommand(Replies.BAD_ARGUMENT);
    }
}
