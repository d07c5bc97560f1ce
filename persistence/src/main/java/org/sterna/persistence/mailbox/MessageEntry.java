package org.sterna.persistence.mailbox;

import java.time.Instant;

/**
 * What the index of a mailbox holds of one message.
 *
 * @param uid          never given to a second message under the same UIDVALIDITY
 * @param size         octets of prefix, message and removed ranges taken together, RFC822.SIZE
 * @param modSeq       number of the last event that changed it
 * @param flags        bits of {@link Flags}
 * @param internalDate RFC 9051 section 2.3.3
 * @param added        number of the event that added it: names its row in {@code message}
 * @param saveDate     RFC 8514
 */
public record MessageEntry(long uid, long size, long modSeq, long flags, Instant internalDate, long added, Instant saveDate) {
    public MessageEntry {
        if (uid < 1 || uid > 0xFFFF_FFFFL || size < 0 || size > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("UID " + uid + ", size " + size);
        }
    }
}
