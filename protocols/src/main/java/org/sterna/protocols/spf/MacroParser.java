package org.sterna.protocols.spf;

import java.util.ArrayList;
import java.util.List;

/** Reads texts with macros, in one pass. RFC 7208 section 7.1. */
final class MacroParser {
    private static final String DELIMITERS = ".-+,/_=";
    private static final String LETTERS = "slodiphv";
    /** RFC 7208 section 7.2: only in explanations. */
    private static final String LETTERS_OF_EXPLANATIONS = "crt";
    /** Parts of a value are never so many that more digits matter. */
    private static final int MOST_DIGITS = 6;

    private final String text;
    private final boolean explaining;
    private final List<MacroString.Part> parts = new ArrayList<>();
    private int at;
    /** Where the characters that are not part of a macro began, after the last macro. */
    private int run;

    private MacroParser(String text, boolean explaining) {
        this.text = text;
        this.explaining = explaining;
    }

    /** A {@code domain-spec}: ends with a macro, or with a dot and a top label. */
    static MacroString domain(String text) throws BadRecordException {
        MacroParser parser = new MacroParser(text, false);
        MacroString read = parser.read();
        if (text.isEmpty() || parser.run < text.length() && !endsWithTopLabel(text.substring(parser.run))) {
            throw new BadRecordException("not a domain name", text);
        }
        return read;
    }

    /** The value of a modifier that is not known: any macro is right there. */
    static void checkModifier(String text) throws BadRecordException {
        if (text.indexOf(' ') >= 0) {
            throw new BadRecordException("not a macro string", text);
        }
        explanation(text);
    }

    /** An {@code explain-string}. */
    static MacroString explanation(String text) throws BadRecordException {
        return new MacroParser(text, true).read();
    }

    private MacroString read() throws BadRecordException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '%') {
                literal();
                macro();
                run = at;
            } else if (c > ' ' && c <= '~' || c == ' ' && explaining) {
                at++;
            } else {
                throw new BadRecordException("a character that is not allowed", text);
            }
        }
        literal();
        return new MacroString(parts);
    }

    private void literal() {
        if (run < at) {
            parts.add(new MacroString.Literal(text.substring(run, at)));
        }
    }

    private void macro() throws BadRecordException {
        char second = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        switch (second) {
            case '%' -> parts.add(new MacroString.Literal("%"));
            case '_' -> parts.add(new MacroString.Literal(" "));
            case '-' -> parts.add(new MacroString.Literal("%20"));
            case '{' -> {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw new BadRecordException("a macro without an end", text.substring(at));
                }
                parts.add(expansion(text.substring(at + 2, end)));
                at = end - 1;
            }
            default -> throw new BadRecordException("no macro", text.substring(at));
        }
        at += 2;
    }

    private MacroString.Macro expansion(String inner) throws BadRecordException {
        char first = inner.isEmpty() ? 0 : inner.charAt(0);
        char letter = first >= 'A' && first <= 'Z' ? (char) (first + 'a' - 'A') : first;
        if (letter == 0 || LETTERS.indexOf(letter) < 0 && !(explaining && LETTERS_OF_EXPLANATIONS.indexOf(letter) >= 0)) {
            throw new BadRecordException("no macro", inner);
        }
        int digits = 1;
        while (digits < inner.length() && inner.charAt(digits) >= '0' && inner.charAt(digits) <= '9') {
            digits++;
        }
        boolean reverse = digits < inner.length() && (inner.charAt(digits) | 0x20) == 'r';
        String delimiters = inner.substring(reverse ? digits + 1 : digits);
        if (!delimiters.chars().allMatch(each -> DELIMITERS.indexOf(each) >= 0)) {
            throw new BadRecordException("no macro", inner);
        }
        boolean split = inner.length() > 1;
        return new MacroString.Macro(letter, letter != first, keep(inner.substring(1, digits)), reverse, !split ? "" : delimiters.isEmpty() ? "." : delimiters);
    }

    /** RFC 7208 section 7.3: not zero. */
    private static int keep(String digits) throws BadRecordException {
        if (digits.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        String number = digits.replaceFirst("^0+", "");
        if (number.isEmpty()) {
            throw new BadRecordException("a macro that keeps nothing", digits);
        }
        return number.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(number);
    }

    private static boolean endsWithTopLabel(String literal) {
        int end = literal.endsWith(".") ? literal.length() - 1 : literal.length();
        int dot = literal.lastIndexOf('.', end - 1);
        return dot >= 0 && isTopLabel(literal.substring(dot + 1, end));
    }

    private static boolean isTopLabel(String label) {
        boolean letterOrHyphen = false;
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && c != '-' && (c < '0' || c > '9')) {
                return false;
            }
            letterOrHyphen |= letter || c == '-';
        }
        return letterOrHyphen && !label.startsWith("-") && !label.endsWith("-");
    }
}
