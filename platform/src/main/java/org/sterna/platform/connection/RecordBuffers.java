package org.sterna.platform.connection;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers for one TLS record, shared by all connections and borrowed only while a record is under way: an idle connection
 * holds none. When all are out, a further one is made and later left to the collector.
 */
final class RecordBuffers {

    /** Holds the largest record that the JDK's engine writes or takes (33,093 octets with large fragments). */
    static final int OCTETS = 40 * 1024;

    static final RecordBuffers SHARED = new RecordBuffers(64);

    private final ArrayBlockingQueue<ByteBuffer> idle;

    RecordBuffers(int kept) {
        this.idle = new ArrayBlockingQueue<>(kept);
    }

    ByteBuffer borrow() {
        return Optional.ofNullable(idle.poll()).orElseGet(() -> ByteBuffer.allocate(OCTETS)).clear();
    }

    void giveBack(ByteBuffer buffer) {
        idle.offer(buffer);
    }
}
