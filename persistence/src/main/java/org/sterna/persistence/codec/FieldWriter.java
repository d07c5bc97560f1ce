package org.sterna.persistence.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes fields one behind the other; {@link FieldReader} reads them back in the same order. Not thread-safe. */
public final class FieldWriter {
    private byte[] octets;
    private int length;

    public FieldWriter() {
        this(128);
    }

    public FieldWriter(int expectedOctets) {
        octets = new byte[Math.max(16, expectedOctets)];
    }

    private void room(int more) {
        if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }

    public FieldWriter octet(int value) {
        room(1);
        octets[length++] = (byte) value;
        return this;
    }

    /** An unsigned number in groups of seven bits, least first: small numbers take one octet, negative ones ten. */
    public FieldWriter number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octets[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        octets[length++] = (byte) rest;
        return this;
    }

    public FieldWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    public FieldWriter text(String value) {
        return octets(value.getBytes(StandardCharsets.UTF_8));
    }

    public FieldWriter octets(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
        return this;
    }

    /** Milliseconds since 1970. */
    public FieldWriter time(Instant value) {
        return number(value.toEpochMilli());
    }

    public <T> FieldWriter optional(Optional<T> value, BiConsumer<FieldWriter, T> writer) {
        flag(value.isPresent());
        value.ifPresent(present -> writer.accept(this, present));
        return this;
    }

    public <T> FieldWriter list(Collection<T> values, BiConsumer<FieldWriter, T> writer) {
        number(values.size());
        for (T value : values) {
            writer.accept(this, value);
        }
        return this;
    }

    /** What was written so far; a copy. */
    public byte[] toOctets() {
        return Arrays.copyOf(octets, length);
    }

    /** What was written so far, without copying; the writer must not be used any more. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(octets, 0, length);
    }
}
