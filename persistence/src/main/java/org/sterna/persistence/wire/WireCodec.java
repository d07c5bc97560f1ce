package org.sterna.persistence.wire;

import org.sterna.persistence.codec.UnreadableRecordException;

/**
 * The form of one type between nodes: at least one octet for every value.
 *
 * @param <T> immutable
 */
public interface WireCodec<T> {
    void write(WireWriter out, T value);

    /** @throws UnreadableRecordException if the octets are none that {@link #write} makes */
    T read(WireReader in);

    /** What a component of this type is in a message of a version that did not know it. */
    default T missing() {
        throw new UnreadableRecordException("a component is missing that has no default");
    }

    /** Whether values are usually longer than some hundred octets: room for a long length is left in front of them. */
    default boolean isLarge() {
        return false;
    }
}
