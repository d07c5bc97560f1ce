package org.sterna.persistence.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes fields one behind the other; {@link WireReader} reads them back in the same order. Not thread-safe. */
public final class WireWriter {
    private static final int LARGE = 4;
    private static final int MOST = 1 << 7 * LARGE;

    private final boolean grows;
    private ByteBuffer octets;

    private WireWriter(ByteBuffer octets, boolean grows) {
        this.octets = octets;
        this.grows = grows;
    }

    /** Makes its own buffer, and larger ones as they are needed. */
    public static WireWriter growing() {
        return new WireWriter(ByteBuffer.allocate(512), true);
    }

    /** Writes at the buffer's position, and fails with {@link java.nio.BufferOverflowException} if it is too small. */
    public static WireWriter into(ByteBuffer octets) {
        return new WireWriter(octets, false);
    }

    private void room(int more) {
        if (grows && octets.remaining() < more) {
            ByteBuffer next = ByteBuffer.allocate(Math.max(octets.capacity() * 2, octets.position() + more + LARGE));
            octets = next.put(octets.flip());
        }
    }

    public WireWriter octet(int value) {
        room(1);
        octets.put((byte) value);
        return this;
    }

    /** In groups of seven bits, least first: small numbers take one octet, negative ones ten. */
    public WireWriter number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octets.put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        octets.put((byte) rest);
        return this;
    }

    /** Numbers near to zero are short, also below it. */
    public WireWriter signed(long value) {
        return number(value << 1 ^ value >> 63);
    }

    public WireWriter text(String value) {
        return octets(value.getBytes(StandardCharsets.UTF_8));
    }

    public WireWriter octets(byte[] value) {
        number(value.length);
        room(value.length);
        octets.put(value);
        return this;
    }

    /** The rest of this buffer, which is not moved. */
    public WireWriter octets(ByteBuffer value) {
        number(value.remaining());
        room(value.remaining());
        octets.put(value.duplicate());
        return this;
    }

    /**
     * Begins a section, whose length will stand in front of it.
     *
     * @param large room is left for a long length; otherwise what is written has to be moved for it
     * @return for {@link #end}
     */
    int begin(boolean large) {
        int start = octets.position();
        int room = large ? LARGE : 1;
        room(room);
        octets.position(start + room);
        return start;
    }

    /** Ends the section that was begun last. */
    void end(int start, boolean large) {
        int body = start + (large ? LARGE : 1);
        int length = octets.position() - body;
        if (length >= MOST) {
            throw new IllegalArgumentException("a message of " + length + " octets");
        }
        int groups = large ? LARGE : groups(length);
        if (!large && groups > 1) {
            room(groups - 1);
            octets.put(body + groups - 1, octets, body, length);
            octets.position(octets.position() + groups - 1);
        }
        for (int i = 0; i < groups; i++) {
            octets.put(start + i, (byte) (length >>> 7 * i & 0x7F | (i < groups - 1 ? 0x80 : 0)));
        }
    }

    private static int groups(int length) {
        int groups = 1;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            groups++;
        }
        return groups;
    }

    /** What was written so far; a copy. */
    public byte[] toOctets() {
        byte[] all = new byte[octets.position()];
        octets.get(0, all);
        return all;
    }
}
