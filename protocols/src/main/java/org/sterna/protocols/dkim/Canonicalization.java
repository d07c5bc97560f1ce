package org.sterna.protocols.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.sterna.protocols.message.HeaderField;

/** What is made of a message before it is hashed (RFC 6376 section 3.4). */
public enum Canonicalization {
    /** RFC 6376 section 3.4.1 and section 3.4.3. */
    SIMPLE,
    /** RFC 6376 section 3.4.2 and section 3.4.4. */
    RELAXED;

    /** The name in the tag c=. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Canonicalization> of(String text) {
        for (Canonicalization canonicalization : values()) {
            if (canonicalization.text().equalsIgnoreCase(text)) {
                return Optional.of(canonicalization);
            }
        }
        return Optional.empty();
    }

    /** The octets of a field that are hashed, with the line end. */
    public byte[] field(HeaderField field) {
        byte[] canonical = lastField(field);
        byte[] ended = Arrays.copyOf(canonical, canonical.length + 2);
        ended[canonical.length] = '\r';
        ended[canonical.length + 1] = '\n';
        return ended;
    }

    /** As {@link #field}, without the line end: so the signature's own field is hashed (RFC 6376 section 3.7). */
    public byte[] lastField(HeaderField field) {
        String raw = field.raw();
        String open = raw.endsWith("\r\n") ? raw.substring(0, raw.length() - 2) : raw;
        return this == SIMPLE ? open.getBytes(StandardCharsets.ISO_8859_1) : relaxed(field.name(), open);
    }

    private static byte[] relaxed(String name, String raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
        out.writeBytes(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1));
        out.write(':');
        int behindName = out.size();
        boolean space = false;
        for (int i = raw.indexOf(':') + 1; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == ' ' || c == '\t') {
                space = true;
            } else if (!raw.startsWith("\r\n", i)) {
                if (space && out.size() > behindName) {
                    out.write(' ');
                }
                space = false;
                out.write(c);
            } else {
                i++;                                     // unfolding; white space follows
            }
        }
        return out.toByteArray();
    }
}
