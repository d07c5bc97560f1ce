package org.sterna.persistence.blob;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a client or the next hop reads: a prefix, then the octets as received without the ranges that were taken out
 * (DESIGN: words).
 */
public final class AssembledContent implements Content {
    /** From start, included, to end, excluded, in the octets as received. */
    public record Removed(long start, long end) { }

    private record Part(long at, long start, long length, boolean inPrefix) { }

    private final byte[] prefix;
    private final Content octets;
    private final List<Part> parts = new ArrayList<>();
    private final long size;

    /**
     * @param prefix  kept; not changed by anybody
     * @param removed sorted, apart from each other, within the octets
     */
    public AssembledContent(byte[] prefix, Content octets, List<Removed> removed) {
        this.prefix = prefix;
        this.octets = octets;
        long at = 0;
        if (prefix.length > 0) {
            parts.add(new Part(0, 0, prefix.length, true));
            at = prefix.length;
        }
        long start = 0;
        for (Removed range : removed) {
            if (range.start() > start) {
                parts.add(new Part(at, start, range.start() - start, false));
                at += range.start() - start;
            }
            start = range.end();
        }
        if (octets.size() > start) {
            parts.add(new Part(at, start, octets.size() - start, false));
            at += octets.size() - start;
        }
        size = at;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int chunkSize() {
        return Math.max(64 * 1024, Math.min(octets.chunkSize(), 256 * 1024));
    }

    @Override
    public CompletionStage<ByteBuffer> chunk(int number) {
        return range((long) number * chunkSize(), chunkSize()).thenApply(ByteBuffer::wrap);
    }

    @Override
    public CompletionStage<byte[]> range(long start, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.max(0, Math.min(length, size - start)));
        long end = Math.min(size, start + length);
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (Part part : parts) {
            long from = Math.max(start, part.at());
            long to = Math.min(end, part.at() + part.length());
            if (from < to) {
                long source = part.start() + from - part.at();
                int count = (int) (to - from);
                done = part.inPrefix()
                        ? done.thenRun(() -> out.write(prefix, (int) source, count))
                        : done.thenCompose(unused -> octets.range(source, count)).thenAccept(out::writeBytes);
            }
        }
        return done.thenApply(unused -> out.toByteArray());
    }
}
