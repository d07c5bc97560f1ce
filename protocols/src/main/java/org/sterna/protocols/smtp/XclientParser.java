package org.sterna.protocols.smtp;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.sterna.protocols.address.AddressLiteral;
import org.sterna.protocols.smtp.parameter.Xtext;

/**
 * XCLIENT, as Postfix describes it: attributes {@code name=value}, the values in xtext; {@code [UNAVAILABLE]} and
 * {@code [TEMPUNAVAIL]} stand for what the proxy cannot tell.
 */
final class XclientParser {
    /** What EHLO tells. */
    static final List<String> ATTRIBUTES = List.of("NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT");

    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern PROTOCOL = Pattern.compile("E?SMTP", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOGIN = Pattern.compile("\\P{Cntrl}{1,320}");

    private XclientParser() {}

    static ParsedCommand parse(String argument) {
        return split(argument).flatMap(XclientParser::attributes)
                .<ParsedCommand>map(attributes -> new ParsedCommand.Good(new SmtpCommand.Xclient(attributes)))
                .orElse(new ParsedCommand.Bad(Replies.BAD_ARGUMENT));
    }

    /** The values that are there, by name; empty when a word is malformed or a name unknown or said twice. */
    private static Optional<Map<String, Optional<String>>> split(String argument) {
        Map<String, Optional<String>> values = new TreeMap<>();
        for (String word : argument.split(" +")) {
            int equals = word.indexOf('=');
            String name = word.substring(0, Math.max(equals, 0)).toUpperCase(Locale.ROOT);
            String value = word.substring(equals + 1);
            boolean unavailable = value.equalsIgnoreCase("[UNAVAILABLE]") || value.equalsIgnoreCase("[TEMPUNAVAIL]");
            Optional<String> decoded = unavailable ? Optional.empty() : Xtext.decode(value).filter(text -> !text.isEmpty());
            if (!ATTRIBUTES.contains(name) || !unavailable && decoded.isEmpty() || values.put(name, decoded) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static Optional<XclientAttributes> attributes(Map<String, Optional<String>> values) {
        Optional<InetAddress> address = value(values, "ADDR").flatMap(XclientParser::address);
        Optional<InetAddress> destination = value(values, "DESTADDR").flatMap(XclientParser::address);
        boolean good = (address.isPresent() || value(values, "ADDR").isEmpty())
                && (destination.isPresent() || value(values, "DESTADDR").isEmpty())
                && isGood(values, "PORT", XclientParser::isPort)
                && isGood(values, "DESTPORT", XclientParser::isPort)
                && isGood(values, "PROTO", PROTOCOL.asMatchPredicate())
                && isGood(values, "NAME", HelloParser::isClient)
                && isGood(values, "HELO", HelloParser::isClient)
                && isGood(values, "LOGIN", LOGIN.asMatchPredicate());
        return good
                ? Optional.of(new XclientAttributes(address, port(values, "PORT"), value(values, "NAME"), value(values, "HELO"),
                        value(values, "LOGIN"), destination, port(values, "DESTPORT")))
                : Optional.empty();
    }

    private static Optional<String> value(Map<String, Optional<String>> values, String name) {
        return values.getOrDefault(name, Optional.empty());
    }

    private static boolean isGood(Map<String, Optional<String>> values, String name, Predicate<String> test) {
        return value(values, name).filter(test.negate()).isEmpty();
    }

    /** {@code 192.0.2.1} or {@code IPV6:2001:db8::1}: an address literal without its brackets (RFC 5321 section 4.1.3). */
    private static Optional<InetAddress> address(String value) {
        return AddressLiteral.parse("[" + value + "]").map(AddressLiteral::address);
    }

    private static boolean isPort(String value) {
        return PORT.matcher(value).matches() && Integer.parseInt(value) <= 65_535;
    }

    private static OptionalInt port(Map<String, Optional<String>> values, String name) {
        return value(values, name).map(text -> OptionalInt.of(Integer.parseInt(text))).orElse(OptionalInt.empty());
    }
}
