package org.sterna.protocols.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;

/** Reads the terms of one record, in one pass. RFC 7208 sections 4.6.1, 5 and 6. */
final class TermParser {
    private record Prefixes(String rest, int four, int six) { }

    private final List<Directive> directives = new ArrayList<>();
    private Optional<MacroString> redirect = Optional.empty();
    private Optional<MacroString> explanation = Optional.empty();

    SpfRecord read(String terms) throws BadRecordException {
        StringTokenizer each = new StringTokenizer(terms, " ");
        while (each.hasMoreTokens()) {
            term(each.nextToken());
        }
        boolean all = directives.stream().anyMatch(directive -> directive.mechanism() instanceof Directive.All);
        return new SpfRecord(directives, all ? Optional.empty() : redirect, explanation);
    }

    private void term(String term) throws BadRecordException {
        int nameEnd = 0;
        while (nameEnd < term.length() && isNameCharacter(term.charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd > 0 && nameEnd < term.length() && term.charAt(nameEnd) == '=' && isLetter(term.charAt(0))) {
            modifier(term, term.substring(0, nameEnd).toLowerCase(Locale.ROOT), term.substring(nameEnd + 1));
        } else {
            directives.add(directive(term));
        }
    }

    private void modifier(String term, String name, String value) throws BadRecordException {
        switch (name) {
            case "redirect" -> redirect = once(redirect, term, value);
            case "exp" -> explanation = once(explanation, term, value);
            default -> MacroParser.checkModifier(value);
        }
    }

    /** RFC 7208 section 6. */
    private static Optional<MacroString> once(Optional<MacroString> before, String term, String value) throws BadRecordException {
        if (before.isPresent()) {
            throw new BadRecordException("a modifier that is there already", term);
        }
        return Optional.of(MacroParser.domain(value));
    }

    private static Directive directive(String term) throws BadRecordException {
        Optional<SpfResult> qualifier = qualifier(term.charAt(0));
        String text = qualifier.isPresent() ? term.substring(1) : term;
        int end = 0;
        while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != '/') {
            end++;
        }
        return new Directive(qualifier.orElse(SpfResult.PASS), mechanism(term, text.substring(0, end).toLowerCase(Locale.ROOT), text.substring(end)), text);
    }

    private static Optional<SpfResult> qualifier(char c) {
        return switch (c) {
            case '+' -> Optional.of(SpfResult.PASS);
            case '-' -> Optional.of(SpfResult.FAIL);
            case '~' -> Optional.of(SpfResult.SOFTFAIL);
            case '?' -> Optional.of(SpfResult.NEUTRAL);
            default -> Optional.empty();
        };
    }

    /** @param rest from the colon or slash on */
    private static Directive.Mechanism mechanism(String term, String name, String rest) throws BadRecordException {
        switch (name) {
            case "all":
                if (!rest.isEmpty()) {
                    throw new BadRecordException("all has no argument", term);
                }
                return new Directive.All();
            case "include":
                return new Directive.Include(MacroParser.domain(argument(term, rest)));
            case "exists":
                return new Directive.Exists(MacroParser.domain(argument(term, rest)));
            case "a", "mx":
                Prefixes prefixes = prefixes(term, rest);
                return new Directive.Hosts(name.equals("mx"), optionalDomain(term, prefixes.rest()), prefixes.four(), prefixes.six());
            case "ptr":
                return new Directive.Ptr(optionalDomain(term, rest));
            case "ip4", "ip6":
                return network(term, argument(term, rest), name.equals("ip4"));
            default:
                throw new BadRecordException("no mechanism", term);
        }
    }

    private static String argument(String term, String rest) throws BadRecordException {
        if (!rest.startsWith(":")) {
            throw new BadRecordException("no argument", term);
        }
        return rest.substring(1);
    }

    private static Optional<MacroString> optionalDomain(String term, String rest) throws BadRecordException {
        return rest.isEmpty() ? Optional.empty() : Optional.of(MacroParser.domain(argument(term, rest)));
    }

    private static Directive.Network network(String term, String argument, boolean four) throws BadRecordException {
        int slash = argument.indexOf('/');
        String address = slash < 0 ? argument : argument.substring(0, slash);
        int bits = four ? IpNetwork.IP4_BITS : IpNetwork.IP6_BITS;
        int prefix = slash < 0 ? bits : IpNetwork.number(argument.substring(slash + 1), bits);
        Optional<byte[]> octets = four ? IpNetwork.ip4(address) : IpNetwork.ip6(address);
        if (octets.isEmpty() || prefix < 0) {
            throw new BadRecordException("not a network", term);
        }
        return new Directive.Network(new IpNetwork(octets.get(), prefix));
    }

    /** Takes {@code dual-cidr-length} off the end; a slash that is followed by anything but digits belongs to the name. */
    private static Prefixes prefixes(String term, String rest) throws BadRecordException {
        String left = rest;
        int six = IpNetwork.IP6_BITS;
        int slash = slashBeforeDigits(left);
        if (slash > 0 && left.charAt(slash - 1) == '/') {
            six = prefix(term, left.substring(slash + 1), IpNetwork.IP6_BITS);
            left = left.substring(0, slash - 1);
            slash = slashBeforeDigits(left);
        }
        if (slash < 0 || slash > 0 && left.charAt(slash - 1) == '/') {
            return new Prefixes(left, IpNetwork.IP4_BITS, six);
        }
        return new Prefixes(left.substring(0, slash), prefix(term, left.substring(slash + 1), IpNetwork.IP4_BITS), six);
    }

    /** Where the slash is that only digits follow, at least one, to the end; otherwise -1. */
    private static int slashBeforeDigits(String text) {
        int at = text.length();
        while (at > 0 && text.charAt(at - 1) >= '0' && text.charAt(at - 1) <= '9') {
            at--;
        }
        return at > 0 && at < text.length() && text.charAt(at - 1) == '/' ? at - 1 : -1;
    }

    private static int prefix(String term, String digits, int bits) throws BadRecordException {
        int prefix = IpNetwork.number(digits, bits);
        if (prefix < 0) {
            throw new BadRecordException("not a length of a prefix", term);
        }
        return prefix;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isNameCharacter(char c) {
        return isLetter(c) || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
    }
}
