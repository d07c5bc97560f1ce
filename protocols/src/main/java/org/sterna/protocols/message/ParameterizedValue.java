package org.sterna.protocols.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A field body of the form {@code value *(";" name "=" value)} (RFC 2045 section 5.1), read leniently: comments are dropped,
 * unquoted values may hold anything but a semicolon, nameless parameters are skipped.
 */
record ParameterizedValue(String value, List<Parameter> parameters) {
    private static final int MAX_PARAMETERS = 100;

    static ParameterizedValue parse(String body) {
        List<String> pieces = split(body);
        List<Parameter> parameters = new ArrayList<>();
        for (String piece : pieces.subList(1, pieces.size())) {
            int equals = piece.indexOf('=');
            if (equals > 0 && parameters.size() < MAX_PARAMETERS) {
                String name = piece.substring(0, equals).strip();
                if (!name.isEmpty()) {
                    parameters.add(new Parameter(name, unquoted(piece.substring(equals + 1).strip())));
                }
            }
        }
        return new ParameterizedValue(pieces.get(0).strip(), parameters);
    }

    /** The pieces between semicolons that stand outside quotes, comments taken out. At least one. */
    private static List<String> split(String body) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        int comments = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\' && i + 1 < body.length() && (quoted || comments > 0)) {
                i++;
                if (quoted) {
                    piece.append(c).append(body.charAt(i));
                }
            } else if (quoted) {
                quoted = c != '"';
                piece.append(c);
            } else if (c == '(' || c == ')' && comments > 0) {
                comments += c == '(' ? 1 : -1;
            } else if (comments == 0) {
                if (c == ';') {
                    pieces.add(piece.toString());
                    piece.setLength(0);
                } else {
                    quoted = c == '"';
                    piece.append(c);
                }
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < value.length() && value.charAt(i) != '"'; i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length()) {
                i++;
            }
            plain.append(value.charAt(i));
        }
        return plain.toString();
    }
}
