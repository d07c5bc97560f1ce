package org.sterna.protocols.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON (RFC 8259), strictly: no name twice in an object, no depth beyond {@value #MAX_DEPTH}. Values are {@code String},
 * {@code BigDecimal}, {@code Boolean}, {@code List}, {@code Map} and {@link #NULL}. And writes the same.
 */
public final class Json {
    /** The value {@code null}. */
    public static final Object NULL = new Object();
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER = 40;

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Malformed() {
            super("no JSON", null, false, false);
        }
    }

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The members of the object that the text is; empty if it is none. */
    public static Optional<Map<String, Object>> object(String text) {
        Json json = new Json(text);
        try {
            json.space();
            Map<String, Object> object = json.object(1);
            json.space();
            return json.at == text.length() ? Optional.of(object) : Optional.empty();
        } catch (Malformed malformed) {
            return Optional.empty();
        }
    }

    /**
     * A value as text, in ASCII and on one line.
     *
     * @param value one of those above, or a {@code Long}; of objects in the order of their members
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof String string) {
            quote(string, out);
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object each : list) {
                write(each, out.append(separator));
                separator = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> member : map.entrySet()) {
                quote((String) member.getKey(), out.append(separator));
                write(member.getValue(), out.append(':'));
                separator = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof BigDecimal || value instanceof Long || value instanceof Boolean) {
            out.append(value);
        } else if (value == NULL) {
            out.append("null");
        } else {
            throw new IllegalArgumentException("no value of JSON: " + value);
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private Object value(int depth) {
        space();
        char next = peek();
        return switch (next) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", NULL);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        open('{', depth);
        if (isNext('}')) {
            return members;
        }
        do {
            space();
            String name = string();
            space();
            expect(':');
            if (members.put(name, value(depth)) != null) {
                throw new Malformed();
            }
            space();
        } while (isNext(','));
        expect('}');
        return members;
    }

    private List<Object> array(int depth) {
        List<Object> elements = new ArrayList<>();
        open('[', depth);
        if (isNext(']')) {
            return elements;
        }
        do {
            elements.add(value(depth));
            space();
        } while (isNext(','));
        expect(']');
        return elements;
    }

    private void open(char bracket, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Malformed();
        }
        expect(bracket);
        space();
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char next = take(); next != '"'; next = take()) {
            if (next < ' ') {
                throw new Malformed();
            }
            string.append(next == '\\' ? escaped() : next);
        }
        return string.toString();
    }

    private char escaped() {
        char letter = take();
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new Malformed();
        };
    }

    private char unicode() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(take(), 16);
            if (digit < 0) {
                throw new Malformed();
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private BigDecimal number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        if (number.length() > MAX_NUMBER || !number.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?")) {
            throw new Malformed();
        }
        return new BigDecimal(number);
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw new Malformed();
        }
        at += word.length();
        return meaning;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean isNext(char wanted) {
        boolean next = peek() == wanted;
        at += next ? 1 : 0;
        return next;
    }

    private void expect(char wanted) {
        if (take() != wanted) {
            throw new Malformed();
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw new Malformed();
        }
        return text.charAt(at);
    }

    private char take() {
        char next = peek();
        at++;
        return next;
    }
}
