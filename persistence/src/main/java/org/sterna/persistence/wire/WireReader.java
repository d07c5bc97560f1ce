package org.sterna.persistence.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sterna.persistence.codec.UnreadableRecordException;

/**
 * Reads what {@link WireWriter} wrote. Every method throws {@link UnreadableRecordException} when the octets end too early, and no length makes it take more
 * memory than there are octets left.
 */
public final class WireReader {
    private final ByteBuffer octets;

    /** Reads from the buffer's position to its limit; the buffer itself is not moved, and nothing that is read shares its octets. */
    public WireReader(ByteBuffer octets) {
        this.octets = octets.slice();
    }

    public int octet() {
        if (!octets.hasRemaining()) {
            throw new UnreadableRecordException("the message ends in the middle of a field");
        }
        return octets.get() & 0xFF;
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

    public long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    /** How many octets, or values of at least an octet, follow. */
    public int count() {
        long value = number();
        if (value < 0 || value > octets.remaining()) {
            throw new UnreadableRecordException("a length of " + value + ", but only " + octets.remaining() + " octets are left");
        }
        return (int) value;
    }

    public String text() {
        return new String(octets(), StandardCharsets.UTF_8);
    }

    public byte[] octets() {
        byte[] value = new byte[count()];
        octets.get(value);
        return value;
    }

    /**
     * Begins a section: nothing behind its end can be read before it has ended.
     *
     * @return for {@link #end}
     */
    int begin() {
        int length = count();
        int before = octets.limit();
        octets.limit(octets.position() + length);
        return before;
    }

    /** Skips what is left of the section that was begun last. */
    void end(int before) {
        octets.position(octets.limit());
        octets.limit(before);
    }

    /** Whether the section, or the message, has no more octets. */
    public boolean atEnd() {
        return !octets.hasRemaining();
    }
}
