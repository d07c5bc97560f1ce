package org.sterna.protocols.submission;

import java.util.List;
import java.util.Set;
import org.sterna.protocols.message.OctetRange;

/**
 * How a message is mended: it reads as {@code prefix}, followed by the octets received without the ranges.
 *
 * @param prefix whole header fields, and an empty line behind them if the message had none; the caller's to keep, not to change
 * @param removed ranges of the octets received, counted from the first of them; in order, not touching each other
 * @param done what was mended, for the log
 */
public record FixedMessage(byte[] prefix, List<OctetRange> removed, Set<Fix> done) {
    /** Copies list and set. */
    public FixedMessage {
        removed = List.copyOf(removed);
        done = Set.copyOf(done);
    }

    /** Whether the message stays as it came. */
    public boolean isUnchanged() {
        return prefix.length == 0 && removed.isEmpty();
    }
}
