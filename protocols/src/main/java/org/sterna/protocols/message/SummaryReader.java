package org.sterna.protocols.message;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what {@link SummaryWriter} writes; damaged input ends in {@link IllegalArgumentException}. */
final class SummaryReader {
    private final ByteBuffer in;

    SummaryReader(ByteBuffer in) {
        this.in = in;
    }

    int octet() {
        try {
            return in.get() & 0xff;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("message summary is cut short", e);
        }
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("number too long in message summary");
    }

    private byte[] octets(long length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("message summary is cut short: " + length + " octets announced");
        }
        byte[] octets = new byte[(int) length];
        in.get(octets);
        return octets;
    }

    String string() {
        long number = number();
        return number < SummaryWords.COUNT ? SummaryWords.word((int) number)
                : new String(octets(number - SummaryWords.COUNT), StandardCharsets.ISO_8859_1);
    }

    String text() {
        return new String(octets(number()), StandardCharsets.UTF_8);
    }

    Optional<String> optional() {
        return octet() == 0 ? Optional.empty() : Optional.of(string());
    }

    <T> List<T> list(Supplier<T> reader) {
        long size = number();
        if (size > in.remaining()) {                       // every element takes at least one octet
            throw new IllegalArgumentException("list of " + size + " in message summary");
        }
        List<T> values = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            values.add(reader.get());
        }
        return values;
    }

    void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " octets behind the message summary");
        }
    }
}
