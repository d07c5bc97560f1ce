package org.sterna.protocols.spf;

import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Puts values into a text's macros. RFC 7208 section 7.3.
 *
 * @param domain    the one whose record is evaluated
 * @param validated the client's name for the macro {@code p}
 */
record MacroExpansion(SpfQuestion question, String domain, String validated) {
    private static final String UNRESERVED = "-._~";

    /**
     * A name to ask the DNS for. Labels are left off on the left until it has no more than {@value Names#MAX} characters, so what would be left off anyway is not expanded:
     * a record with thousands of macros costs no more than a name.
     */
    String name(MacroString text) {
        StringBuilder reversed = new StringBuilder();
        for (int i = text.parts().size() - 1; i >= 0 && reversed.length() <= Names.MAX + 1; i--) {
            reversed.append(new StringBuilder(value(text.parts().get(i))).reverse());
        }
        String name = reversed.reverse().toString();
        String undotted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return Names.truncated(undotted);
    }

    /** A text for people, cut after so many characters. */
    String text(MacroString text, int limit) {
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < text.parts().size() && expanded.length() < limit; i++) {
            expanded.append(value(text.parts().get(i)));
        }
        return expanded.length() > limit ? expanded.substring(0, limit) : expanded.toString();
    }

    private String value(MacroString.Part part) {
        if (part instanceof MacroString.Literal literal) {
            return literal.text();
        }
        MacroString.Macro macro = (MacroString.Macro) part;
        String value = transformed(value(macro.letter()), macro);
        return macro.escape() ? escaped(value) : value;
    }

    private String value(char letter) {
        SpfClient client = question.client();
        return switch (letter) {
            case 's' -> question.sender();
            case 'l' -> question.localPart();
            case 'o' -> question.domain();
            case 'd' -> domain;
            case 'i' -> Addresses.dotted(client.address());
            case 'p' -> validated;
            case 'v' -> client.address() instanceof Inet4Address ? "in-addr" : "ip6";
            case 'h' -> client.helo();
            case 'c' -> Addresses.readable(client.address());
            case 'r' -> client.receiver();
            case 't' -> Long.toString(client.now().getEpochSecond());
            default -> throw new AssertionError(letter);
        };
    }

    private static String transformed(String value, MacroString.Macro macro) {
        if (macro.delimiters().isEmpty()) {
            return value;
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || macro.delimiters().indexOf(value.charAt(i)) >= 0) {
                parts.add(value.substring(from, i));
                from = i + 1;
            }
        }
        if (macro.reverse()) {
            Collections.reverse(parts);
        }
        return String.join(".", parts.subList(Math.max(0, parts.size() - macro.keep()), parts.size()));
    }

    /** RFC 3986 section 2.1: all but the unreserved characters. */
    private static String escaped(String value) {
        StringBuilder out = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }
}
