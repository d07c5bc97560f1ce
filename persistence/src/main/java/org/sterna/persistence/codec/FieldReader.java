package org.sterna.persistence.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@link FieldWriter} wrote. Every method throws {@link UnreadableRecordException} when the octets end too
 * early or a length cannot be.
 */
public final class FieldReader {
    private final ByteBuffer octets;

    /** Reads from the buffer's position to its limit; the buffer itself is not moved. */
    public FieldReader(ByteBuffer octets) {
        this.octets = octets.slice();
    }

    public FieldReader(byte[] octets) {
        this(ByteBuffer.wrap(octets));
    }

    public int octet() {
        try {
            return octets.get() & 0xFF;
        } catch (BufferUnderflowException e) {
            throw new UnreadableRecordException("the record ends in the middle of a field", e);
        }
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int group = octet();
            value |= (long) (group & 0x7F) << shift;
            if ((group & 0x80) == 0) {
                return value;
            }
        }
        throw new UnreadableRecordException("a number has more than ten groups");
    }

    /** A number that fits an int and is not negative, such as a length. */
    public int count() {
        long value = number();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new UnreadableRecordException("a count is " + value);
        }
        return (int) value;
    }

    public boolean flag() {
        return octet() != 0;
    }

    public String text() {
        return new String(octets(), StandardCharsets.UTF_8);
    }

    public byte[] octets() {
        int length = count();
        if (length > octets.remaining()) {
            throw new UnreadableRecordException("a field of " + length + " octets, but only " + octets.remaining() + " are left");
        }
        byte[] value = new byte[length];
        octets.get(value);
        return value;
    }

    public Instant time() {
        return Instant.ofEpochMilli(number());
    }

    public <T> Optional<T> optional(Function<FieldReader, T> reader) {
        return flag() ? Optional.of(reader.apply(this)) : Optional.empty();
    }

    public <T> List<T> list(Function<FieldReader, T> reader) {
        int size = count();
        List<T> values = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            values.add(reader.apply(this));
        }
        return List.copyOf(values);
    }

    /** Numbers as {@link FieldWriter#list} writes them. */
    public long[] numbers() {
        int size = count();
        if (size > octets.remaining()) {
            throw new UnreadableRecordException(size + " numbers, but only " + octets.remaining() + " octets are left");
        }
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = number();
        }
        return values;
    }

    public boolean atEnd() {
        return !octets.hasRemaining();
    }
}
