package org.sterna.protocols.conversion;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header section of a message or part, with lines that can be sent and another encoding where the body got one. */
final class RewrittenHeader {
    private static final String ENCODING = "Content-Transfer-Encoding";

    private final List<String> fields = new ArrayList<>();
    private boolean changed;

    /**
     * Reads a section with or without the empty line at its end. What is no field is kept where it stands.
     *
     * @throws CannotConvertException if it holds what no encoding can hide: header fields are sent as they are (RFC 6152 section 3)
     */
    RewrittenHeader(byte[] octets, int from, int to) throws CannotConvertException {
        StringBuilder field = new StringBuilder();
        int next;
        for (int start = from; start < to; start = next) {
            next = Lines.next(octets, start, to);
            int end = Lines.textEnd(octets, start, next);
            String line = new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
            changed |= next - end < 2;
            if (field.length() > 0 && !line.startsWith(" ") && !line.startsWith("\t")) {
                fields.add(field.toString());
                field.setLength(0);
            }
            if (!line.isEmpty()) {
                check(line, field.isEmpty() ? line : field.toString());
                fold(line, field);
            }
        }
        if (!field.isEmpty()) {
            fields.add(field.toString());
        }
    }

    private static void check(String line, String field) throws CannotConvertException {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c > 127) {
                throw new CannotConvertException("the header field " + name(field) + " is in eight bits, which only SMTPUTF8 can carry");
            }
            if (c == 0 || c == '\r') {
                throw new CannotConvertException("the header field " + name(field) + " holds a NUL or a CR");
            }
        }
    }

    /** A long line is folded at white space (RFC 5322 section 2.2.3). */
    private void fold(String line, StringBuilder field) throws CannotConvertException {
        String rest = line;
        while (rest.length() > Lines.MAX_OCTETS) {
            int space = Math.max(rest.lastIndexOf(' ', Lines.MAX_OCTETS), rest.lastIndexOf('\t', Lines.MAX_OCTETS));
            if (space <= 0 || rest.substring(0, space).isBlank() || rest.substring(space).isBlank()) {
                throw new CannotConvertException("the header field " + name(field.isEmpty() ? line : field.toString())
                        + " has a line of more than " + Lines.MAX_OCTETS + " octets");
            }
            field.append(rest, 0, space).append("\r\n");
            rest = rest.substring(space);
            changed = true;
        }
        field.append(rest).append("\r\n");
    }

    private static String name(String field) {
        int colon = field.indexOf(':');
        return Rewriting.visible(field.substring(0, colon < 0 ? Math.min(field.length(), 20) : colon).strip());
    }

    private static boolean isNamed(String field, String name) {
        int colon = field.indexOf(':');
        return colon > 0 && field.substring(0, colon).stripTrailing().equalsIgnoreCase(name);
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> isNamed(field, name));
    }

    /** The first body of that name, unfolded, with what is around its value. */
    Optional<String> first(String name) {
        return fields.stream().filter(field -> isNamed(field, name)).findFirst()
                .map(field -> field.substring(field.indexOf(':') + 1).replace("\r\n", "").strip());
    }

    void add(String field) {
        fields.add(field + "\r\n");
        changed = true;
    }

    /** Says how the body is encoded from now on; where it was said before, or last. */
    void encoded(String encoding) {
        int place = fields.size();
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (isNamed(fields.get(i), ENCODING)) {
                fields.remove(i);
                place = i;
            }
        }
        fields.add(place, ENCODING + ": " + encoding + "\r\n");
        changed = true;
    }

    /** False if it is octet for octet what was read. */
    boolean changed() {
        return changed;
    }

    /** With the empty line that ends it. */
    byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        fields.forEach(field -> out.writeBytes(field.getBytes(StandardCharsets.ISO_8859_1)));
        out.write('\r');
        out.write('\n');
        return out.toByteArray();
    }
}
