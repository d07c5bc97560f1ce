package org.sterna.protocols.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The primitive values of {@link MessageSummaryCodec}: numbers of 7 bits per octet, strings behind their length. */
final class SummaryWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(640);

    void octet(int value) {
        out.write(value);
    }

    void number(long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** An octet string. Well-known ones are one octet: their place in the table. */
    void string(String value) {
        int known = SummaryWords.indexOf(value);
        if (known >= 0) {
            number(known);
        } else {
            number(value.length() + (long) SummaryWords.COUNT);
            out.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        out.writeBytes(utf8);
    }

    void optional(Optional<String> value) {
        octet(value.isPresent() ? 1 : 0);
        value.ifPresent(this::string);
    }

    <T> void list(List<T> values, Consumer<T> writer) {
        number(values.size());
        values.forEach(writer);
    }

    byte[] octets() {
        return out.toByteArray();
    }
}
