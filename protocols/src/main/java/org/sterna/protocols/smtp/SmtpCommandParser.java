package org.sterna.protocols.smtp;

import java.util.Optional;
import java.util.function.Function;
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.sasl.SaslExchange;

/** Reads command lines: looks at the line as a whole, then gives the argument to the grammar of its verb. RFC 5321 section 4.1.1. */
public final class SmtpCommandParser {
    /**
     * RFC 5321 section 4.5.3.1.4 wants 512; the parameters of MAIL may add 26 (RFC 1870), 33 (RFC 6152 and RFC 3030), 500 (RFC 4954),
     * 115 (RFC 3461), 10 (RFC 6531), 17 (RFC 2852), 34 (RFC 4865), 15 (RFC 6710) and 11 (RFC 8689), those of RCPT 528 (RFC 3461).
     */
    public static final int MAX_COMMAND_OCTETS = 2048;
    /** The limit for the {@link LineFramer}: AUTH and its responses may be longer (RFC 4954 section 4). */
    public static final int MAX_LINE_OCTETS = SaslExchange.MAX_LINE_OCTETS;

    private static final ParsedCommand DATA = new ParsedCommand.Good(new SmtpCommand.Data());
    private static final ParsedCommand RSET = new ParsedCommand.Good(new SmtpCommand.Rset());
    private static final ParsedCommand QUIT = new ParsedCommand.Good(new SmtpCommand.Quit());
    private static final ParsedCommand STARTTLS = new ParsedCommand.Good(new SmtpCommand.StartTls());

    private SmtpCommandParser() {}

    /**
     * The input for the session: a command, or the reply that refuses the line.
     *
     * @param followed whether octets behind the line are already here
     */
    public static SmtpInput parse(LineFramer.Line.Whole line, boolean followed) {
        String text = line.text();
        int space = text.indexOf(' ');
        Optional<SmtpVerb> verb = SmtpVerb.in(text, space < 0 ? text.length() : space);
        if (text.length() > MAX_COMMAND_OCTETS - 2 && (verb.isEmpty() || verb.get() != SmtpVerb.AUTH)) {
            return new SmtpInput.MalformedCommand(Replies.LINE_TOO_LONG);
        }
        if (holdsControl(text)) {
            return new SmtpInput.MalformedCommand(Replies.BAD_LINE_END);
        }
        if (verb.isEmpty()) {
            return new SmtpInput.MalformedCommand(Replies.UNKNOWN_COMMAND);
        }
        ParsedCommand parsed = parse(verb.get(), text, space < 0 ? text.length() : space + 1);
        return parsed instanceof ParsedCommand.Good good
                ? new SmtpInput.CommandLine(good.command(), followed)
                : ((ParsedCommand.Bad) parsed).asInput();
    }

    /** The input for a line that is longer than the framer's limit. */
    public static SmtpInput lineTooLong() {
        return new SmtpInput.MalformedCommand(Replies.LINE_TOO_LONG);
    }

    /** The input for a line that does not end with CR LF. */
    public static SmtpInput badLineEnd() {
        return new SmtpInput.MalformedCommand(Replies.BAD_LINE_END);
    }

    /** MAIL and RCPT cut out of the line what they need; all others are short or seldom. */
    private static ParsedCommand parse(SmtpVerb verb, String line, int from) {
        // RFC 5321 section 4.1.1: spaces at the end are to be tolerated.
        int start = startOfText(line, from);
        int end = endOfText(line, start);
        return switch (verb) {
            case MAIL -> PathCommandParser.mail(line.substring(0, end), start);
            case RCPT -> PathCommandParser.rcpt(line.substring(0, end), start);
            default -> parse(verb, start == end ? "" : line.substring(start, end));
        };
    }

    private static ParsedCommand parse(SmtpVerb verb, String argument) {
        return switch (verb) {
            case VRFY -> InquiryParser.parse(argument, SmtpCommand.Vrfy::new);
            case EXPN -> InquiryParser.parse(argument, SmtpCommand.Expn::new);
            case EHLO -> ascii(argument, text -> HelloParser.parse(text, SmtpCommand.Ehlo::new));
            case HELO -> ascii(argument, text -> HelloParser.parse(text, SmtpCommand.Helo::new));
            case LHLO -> ascii(argument, text -> HelloParser.parse(text, SmtpCommand.Lhlo::new));
            case BDAT -> ChunkParser.parse(argument);
            case AUTH -> ascii(argument, AuthParser::parse);
            case ETRN -> ascii(argument, EtrnParser::parse);
            case XCLIENT -> ascii(argument, XclientParser::parse);
            case NOOP -> ascii(argument, text -> new ParsedCommand.Good(new SmtpCommand.Noop()));
            case HELP -> ascii(argument, text -> new ParsedCommand.Good(
                    new SmtpCommand.Help(text.isEmpty() ? Optional.empty() : Optional.of(text))));
            case DATA -> bare(argument, DATA);
            case RSET -> bare(argument, RSET);
            case QUIT -> bare(argument, QUIT);
            case STARTTLS -> bare(argument, STARTTLS);
            case MAIL, RCPT -> throw new AssertionError(verb + " is read from the line");
        };
    }

    /** RFC 5321 section 2.4: but for what SMTPUTF8 allows, commands are ASCII. */
    private static ParsedCommand ascii(String argument, Function<String, ParsedCommand> grammar) {
        return Utf8.isAscii(argument) ? grammar.apply(argument) : new ParsedCommand.Bad(Replies.BAD_ARGUMENT);
    }

    private static ParsedCommand bare(String argument, ParsedCommand command) {
        return argument.isEmpty() ? command : new ParsedCommand.Bad(Replies.BAD_ARGUMENT);
    }

    private static boolean holdsControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /** Spaces and tabs only: octets above 127 are not white space, whatever character they would be. */
    private static int startOfText(String line, int from) {
        int start = from;
        while (start < line.length() && isBlank(line.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int endOfText(String line, int start) {
        int end = line.length();
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
