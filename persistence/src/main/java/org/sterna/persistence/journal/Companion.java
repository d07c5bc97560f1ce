package org.sterna.persistence.journal;

import java.nio.ByteBuffer;
import java.util.List;

/** An event that brings rows of the {@code message} table along: event and rows are one mutation. */
public interface Companion {
    /** Empty for an event that was read back. */
    List<MessageRow> companions();

    /**
     * @param uid     of the message
     * @param summary what is known of the message without its octets
     * @param octets  the octets as received if they are stored inline, otherwise empty; never changed
     */
    record MessageRow(long uid, ByteBuffer summary, ByteBuffer octets) { }
}
