package org.sterna.persistence.blob;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The octets of one message, read a chunk at a time.
 */
public interface Content {
    /** Octets in all. */
    long size();

    /** Octets of every chunk but the last. */
    int chunkSize();

    /**
     * Reads one chunk; the buffer belongs to the caller and its content must not be changed. Fails if the store does, or if
     * the chunk is not there.
     *
     * @param number from 0 to {@link #chunks()} - 1
     */
    CompletionStage<ByteBuffer> chunk(int number);

    default int chunks() {
        return (int) ((size() + chunkSize() - 1) / chunkSize());
    }

    /** Octets that are in memory already; never changed by anybody. */
    static Content of(byte[] octets) {
        return new Content() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public int chunkSize() {
                return Math.max(1, octets.length);
            }

            @Override
            public CompletionStage<ByteBuffer> chunk(int number) {
                return CompletableFuture.completedFuture(ByteBuffer.wrap(octets).asReadOnlyBuffer());
            }
        };
    }
}
