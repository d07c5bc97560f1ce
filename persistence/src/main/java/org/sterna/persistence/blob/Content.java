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

    /**
     * Reads a range; completes with fewer octets only at the end of the content.
     *
     * @param start  from 0
     * @param length at most a few chunks: the result is in memory
     */
    default CompletionStage<byte[]> range(long start, int length) {
        int wanted = (int) Math.max(0, Math.min(length, size() - start));
        byte[] octets = new byte[wanted];
        return fill(octets, start, 0).thenApply(unused -> octets);
    }

    private CompletionStage<Void> fill(byte[] octets, long start, int filled) {
        if (filled == octets.length) {
            return CompletableFuture.completedFuture(null);
        }
        long at = start + filled;
        return chunk((int) (at / chunkSize())).thenCompose(chunk -> {
            int skip = (int) (at % chunkSize());
            int length = Math.min(octets.length - filled, chunk.remaining() - skip);
            if (length <= 0) {
                return CompletableFuture.failedFuture(new IllegalStateException("a chunk is shorter than it must be"));
            }
            chunk.get(chunk.position() + skip, octets, filled, length);
            return fill(octets, start, filled + length);
        });
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
