package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;

/** A response cut into its atoms, strings and lists (RFC 9051 section 4). Immutable. */
sealed interface ResponseTree {
    /** An atom with its sections, {@code BODY[HEADER.FIELDS (TO)]} is one; or a quoted string or literal without what is around it. */
    record Leaf(String text) implements ResponseTree { }

    record Branch(List<ResponseTree> children) implements ResponseTree { }

    /** @param text as on the wire, the octets of literals included; one character an octet */
    static List<ResponseTree> parse(String text) {
        return new Parser(text).list();
    }

    final class Parser {
        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private List<ResponseTree> list() {
            List<ResponseTree> list = new ArrayList<>();
            while (at < text.length() && text.charAt(at) != ')') {
                char c = text.charAt(at);
                if (c == ' ' || c == '\r' || c == '\n') {
                    at++;
                } else if (c == '(') {
                    at++;
                    list.add(new Branch(list()));
                    at++;
                } else if (c == '"') {
                    list.add(new Leaf(quoted()));
                } else if (c == '{') {
                    list.add(new Leaf(literal()));
                } else {
                    list.add(new Leaf(atom()));
                }
            }
            return List.copyOf(list);
        }

        private String quoted() {
            StringBuilder quoted = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                at += text.charAt(at) == '\\' ? 1 : 0;
                quoted.append(text.charAt(at));
            }
            at++;
            return quoted.toString();
        }

        private String literal() {
            int brace = text.indexOf('}', at);
            int size = Integer.parseInt(text, at + 1, brace, 10);
            int start = brace + 3;
            at = start + size;
            return text.substring(start, at);
        }

        private String atom() {
            int start = at;
            int depth = 0;
            while (at < text.length() && (depth > 0 || " ()\"\r\n".indexOf(text.charAt(at)) < 0)) {
                depth += text.charAt(at) == '[' ? 1 : text.charAt(at) == ']' ? -1 : 0;
                at++;
            }
            return text.substring(start, at);
        }
    }
}
