package org.sterna.protocols.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.smtp.LineFramer;

/** Reads command lines. RFC 1939 section 3, RFC 2449 section 4. */
public final class Pop3CommandParser {
    /** RFC 2449 section 4: a command has at most 255 octets with its CRLF. */
    public static final int MAX_COMMAND_OCTETS = 255;
    /** The limit for the {@link LineFramer}: AUTH and its responses may be longer (RFC 5034 section 4). */
    public static final int MAX_LINE_OCTETS = SaslExchange.MAX_LINE_OCTETS;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private Pop3CommandParser() {}

    /** The input for the session: a command, or the reply that refuses the line. */
    public static Pop3Input parse(LineFramer.Line.Whole line) {
        String text = line.text();
        int space = text.indexOf(' ');
        String keyword = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : text.substring(space + 1);
        if (text.length() > MAX_COMMAND_OCTETS - 2 && !keyword.equals("AUTH")) {
            return lineTooLong();
        }
        // RFC 1939 section 7: a password may hold spaces, so only here the argument is kept as it is.
        if (keyword.equals("PASS")) {
            return argument.isEmpty() ? malformed("PASS needs a password") : inUtf8(argument, Pop3Command.Pass::new);
        }
        String word = argument.strip();
        return switch (keyword) {
            case "USER" -> word.isEmpty() ? malformed("USER needs a name") : inUtf8(word, Pop3Command.User::new);
            case "AUTH" -> auth(word);
            case "STLS" -> bare(word, new Pop3Command.Stls());
            case "CAPA" -> bare(word, new Pop3Command.Capa());
            case "UTF8" -> bare(word, new Pop3Command.Utf8());
            case "LANG" -> command(new Pop3Command.Lang(word.isEmpty() ? Optional.empty() : Optional.of(word)));
            case "STAT" -> bare(word, new Pop3Command.Stat());
            case "RSET" -> bare(word, new Pop3Command.Rset());
            case "NOOP" -> bare(word, new Pop3Command.Noop());
            case "QUIT" -> bare(word, new Pop3Command.Quit());
            case "LIST" -> oneOrAll(word, Pop3Command.List::new);
            case "UIDL" -> oneOrAll(word, Pop3Command.Uidl::new);
            case "RETR" -> one(word, Pop3Command.Retr::new);
            case "DELE" -> one(word, Pop3Command.Dele::new);
            case "TOP" -> top(word);
            default -> malformed("Command not recognized");
        };
    }

    /** The input for a line that is longer than the framer's limit. */
    public static Pop3Input lineTooLong() {
        return malformed("Line too long");
    }

    /** The input for a line that does not end with CR LF. */
    public static Pop3Input badLineEnd() {
        return malformed("Lines end with CR LF");
    }

    private static Pop3Input auth(String argument) {
        String[] words = argument.split(" ", -1);
        if (argument.isEmpty() || words.length > 2) {
            return malformed("AUTH needs a mechanism");
        }
        return command(new Pop3Command.Auth(
                words[0], words.length == 2 ? Optional.of(words[1]) : Optional.empty()));
    }

    /** RFC 6856 section 2.2: names and passwords are UTF-8, and refused if they are not. */
    private static Pop3Input inUtf8(String octets, Function<String, Pop3Command> make) {
        try {
            return command(make.apply(StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1))).toString()));
        } catch (CharacterCodingException malformed) {
            return malformed("Names and passwords are in UTF-8");
        }
    }

    private static Pop3Input top(String argument) {
        String[] words = argument.split(" +");
        if (words.length != 2 || number(words[0]).isEmpty() || number(words[1]).isEmpty()) {
            return malformed("TOP needs a message number and a number of lines");
        }
        return command(new Pop3Command.Top(number(words[0]).getAsInt(), number(words[1]).getAsInt()));
    }

    private static Pop3Input one(String argument, IntFunction<Pop3Command> make) {
        OptionalInt number = number(argument);
        return number.isPresent() ? command(make.apply(number.getAsInt())) : malformed("A message number is needed");
    }

    private static Pop3Input oneOrAll(String argument, Function<OptionalInt, Pop3Command> make) {
        return argument.isEmpty()
                ? command(make.apply(OptionalInt.empty()))
                : one(argument, number -> make.apply(OptionalInt.of(number)));
    }

    private static Pop3Input bare(String argument, Pop3Command command) {
        return argument.isEmpty() ? command(command) : malformed("The command takes no argument");
    }

    private static OptionalInt number(String word) {
        return NUMBER.matcher(word).matches() ? OptionalInt.of(Integer.parseInt(word)) : OptionalInt.empty();
    }

    private static Pop3Input command(Pop3Command command) {
        return new Pop3Input.CommandLine(command);
    }

    private static Pop3Input malformed(String text) {
        return new Pop3Input.MalformedCommand(Pop3Reply.error(text));
    }
}
