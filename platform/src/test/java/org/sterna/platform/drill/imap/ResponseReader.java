package org.sterna.platform.drill.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads responses and takes nothing that RFC 9051 section 9 does not allow; but it does not know which values each response has. */
public final class ResponseReader {
    private static final Set<String> STATUSES = Set.of("OK", "NO", "BAD", "BYE", "PREAUTH");
    private static final int MOST_REMEMBERED = 600;
    private static final int LARGEST_LITERAL = 256 << 20;
    private static final int DEEPEST = 20_000;

    private final InputStream in;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private int next = -2;
    private int depth;

    public ResponseReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 14);
    }

    /**
     * The next response.
     *
     * @throws EOFException  at the end of the connection
     * @throws ProtocolError if it has not the form of a response
     */
    public Response read() throws IOException {
        raw.reset();
        depth = 0;
        try {
            return response();
        } catch (ProtocolError e) {
            throw new ProtocolError(e.getMessage() + " in <<" + lastRead() + ">>", e);
        }
    }

    /** Returns when a response has begun to come. */
    void awaitFirst() throws IOException {
        raw.reset();
        peek();
    }

    /** The beginning of what the last response was made of. */
    public String lastRead() {
        String text = raw.toString(ISO_8859_1);
        return text.stripTrailing();
    }

    private Response response() throws IOException {
        String tag = tag();
        if (tag.equals("+")) {
            if (peek() == '\r') {
                end();
                return new Response("+", -1, "", List.of(), Optional.empty(), List.of(), "");
            }
            expect(' ');
            return new Response("+", -1, "", List.of(), Optional.empty(), List.of(), line());
        }
        expect(' ');
        String name = word(false).toUpperCase(Locale.ROOT);
        long number = -1;
        if (name.matches("[0-9]{1,10}")) {
            number = Long.parseLong(name);
            expect(' ');
            name = word(false).toUpperCase(Locale.ROOT);
        }
        if (STATUSES.contains(name)) {
            return status(tag, name);
        }
        if (!tag.equals("*")) {
            throw new ProtocolError("a tagged response must be a status");
        }
        List<ImapValue> values = values('\r');
        end();
        return new Response(tag, number, name, values, Optional.empty(), List.of(), "");
    }

    private Response status(String tag, String name) throws IOException {
        Optional<String> code = Optional.empty();
        List<ImapValue> values = List.of();
        expect(' ');
        if (peek() == '[') {
            take();
            code = Optional.of(word(true).toUpperCase(Locale.ROOT));
            values = values(']');
            expect(']');
            if (peek() == '\r') {
                end();
                return new Response(tag, -1, name, List.of(), code, values, "");
            }
            expect(' ');
        }
        return new Response(tag, -1, name, List.of(), code, values, line());
    }

    /** Values up to an octet that is not taken; only lists may stand side by side without a space. */
    private List<ImapValue> values(int last) throws IOException {
        List<ImapValue> values = new ArrayList<>();
        boolean inList = last == ')';
        while (peek() != last) {
            boolean afterList = !values.isEmpty() && values.get(values.size() - 1) instanceof ImapValue.Group && peek() == '(';
            if (!(inList && values.isEmpty()) && !afterList) {
                expect(' ');
            }
            values.add(value(last));
        }
        return values;
    }

    private ImapValue value(int last) throws IOException {
        int octet = peek();
        if (octet == '(') {
            if (++depth > DEEPEST) {
                throw new ProtocolError("too many lists in one another");
            }
            take();
            List<ImapValue> inner = values(')');
            expect(')');
            depth--;
            return new ImapValue.Group(inner);
        }
        if (octet == '"') {
            return new ImapValue.Text(quoted());
        }
        if (octet == '{') {
            return new ImapValue.Text(literal());
        }
        if (octet == '~') {
            take();
            return new ImapValue.Text(literal());
        }
        return new ImapValue.Word(word(last == ']'));
    }

    /** RFC 9051 section 9: a tag may have brackets. */
    private String tag() throws IOException {
        StringBuilder tag = new StringBuilder();
        for (int octet = peek(); octet > ' ' && octet < 0x7f && "(){\"".indexOf(octet) < 0; octet = peek()) {
            tag.append((char) take());
        }
        return tag.toString();
    }

    private String word(boolean inCode) throws IOException {
        StringBuilder word = new StringBuilder();
        for (int octet = peek(); octet > ' ' && octet < 0x7f && "(){\"".indexOf(octet) < 0 && !(inCode && octet == ']'); octet = peek()) {
            word.append((char) take());
            if (octet == '[' && !inCode) {
                section(word);
            }
        }
        if (word.length() == 0) {
            throw new ProtocolError("nothing where a word was due, but octet " + peek());
        }
        return word.toString();
    }

    private void section(StringBuilder word) throws IOException {
        int octet = take();
        while (octet != ']') {
            if (octet == '\r' || octet == '\n') {
                throw new ProtocolError("a section without its end");
            }
            word.append((char) octet);
            octet = take();
        }
        word.append(']');
    }

    private byte[] quoted() throws IOException {
        take();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int octet = take(); octet != '"'; octet = take()) {
            if (octet == '\\') {
                octet = take();
                if (octet != '"' && octet != '\\') {
                    throw new ProtocolError("a quoted octet " + octet);
                }
            }
            if (octet == 0 || octet == '\r' || octet == '\n') {
                throw new ProtocolError("octet " + octet + " in a quoted string");
            }
            octets.write(octet);
        }
        return octets.toByteArray();
    }

    private byte[] literal() throws IOException {
        expect('{');
        StringBuilder digits = new StringBuilder();
        while (peek() != '}') {
            digits.append((char) take());
        }
        take();
        end();
        if (!digits.toString().matches("0|[1-9][0-9]{0,9}") || Long.parseLong(digits.toString()) > LARGEST_LITERAL) {
            throw new ProtocolError("a literal of '" + digits + "' octets");
        }
        int size = Integer.parseInt(digits.toString());
        byte[] octets = in.readNBytes(size);
        if (octets.length < size) {
            throw new EOFException("the connection ended in a literal");
        }
        remember(octets, octets.length);
        return octets;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (peek() != '\r') {
            int octet = take();
            if (octet == '\n' || octet == 0) {
                throw new ProtocolError("octet " + octet + " in a line of text");
            }
            line.append((char) octet);
        }
        end();
        return line.toString();
    }

    private void end() throws IOException {
        expect('\r');
        expect('\n');
    }

    private void expect(int wanted) throws IOException {
        int octet = take();
        if (octet != wanted) {
            throw new ProtocolError("octet " + octet + " where " + wanted + " was due");
        }
    }

    private int peek() throws IOException {
        if (next == -2) {
            next = in.read();
            if (next < 0) {
                next = -2;
                throw new EOFException(raw.size() == 0 ? "the connection ended" : "the connection ended behind " + lastRead());
            }
        }
        return next;
    }

    private int take() throws IOException {
        int octet = peek();
        next = -2;
        if (raw.size() < MOST_REMEMBERED) {
            raw.write(octet);
        }
        return octet;
    }

    private void remember(byte[] octets, int length) {
        if (raw.size() < MOST_REMEMBERED) {
            raw.write(octets, 0, Math.min(length, 60));
        }
    }
}
