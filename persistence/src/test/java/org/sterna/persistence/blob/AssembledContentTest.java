package org.sterna.persistence.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What readers get of a message, whatever stands in front of it, is taken out of it, and however it lies in chunks. */
class AssembledContentTest {
    private static final int MAX_OCTETS = 200_000;

    /** Octets in chunks of any size. */
    private record Chunked(byte[] octets, int chunkSize) implements Content {
        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public CompletionStage<ByteBuffer> chunk(int number) {
            int start = number * chunkSize;
            return CompletableFuture.completedFuture(ByteBuffer.wrap(octets, start, Math.min(chunkSize, octets.length - start)).slice());
        }
    }

    private static byte[] octets(Random random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    /** Sorted, apart from each other, within the octets. */
    private static List<AssembledContent.Removed> ranges(Random random, int ranges, int octets) {
        TreeSet<Integer> ends = new TreeSet<>();
        for (int i = 0; i < 2 * ranges; i++) {
            ends.add(random.nextInt(octets + 1));
        }
        List<Integer> sorted = new ArrayList<>(ends);
        List<AssembledContent.Removed> removed = new ArrayList<>();
        for (int i = 0; i + 1 < sorted.size(); i += 2) {
            removed.add(new AssembledContent.Removed(sorted.get(i), sorted.get(i + 1)));
        }
        return removed;
    }

    private static byte[] expected(byte[] prefix, byte[] octets, List<AssembledContent.Removed> removed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(prefix);
        int start = 0;
        for (AssembledContent.Removed range : removed) {
            out.write(octets, start, (int) range.start() - start);
            start = (int) range.end();
        }
        out.write(octets, start, octets.length - start);
        return out.toByteArray();
    }

    private static byte[] inChunks(Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < content.chunks(); i++) {
            ByteBuffer chunk = content.chunk(i).toCompletableFuture().join();
            assertThat(chunk.remaining()).as("chunk %d", i).isEqualTo(i + 1 < content.chunks() ? content.chunkSize()
                    : (int) (content.size() - (long) i * content.chunkSize()));
            byte[] part = new byte[chunk.remaining()];
            chunk.get(part);
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Property(tries = 300)
    void isPrefixAndWhatWasNotTakenOut(@ForAll long seed, @ForAll @IntRange(max = 70_000) int prefixOctets,
            @ForAll @IntRange(max = MAX_OCTETS) int size, @ForAll @IntRange(max = 6) int ranges, @ForAll @IntRange(min = 1, max = MAX_OCTETS) int chunkSize) {
        Random random = new Random(seed);
        byte[] prefix = octets(random, prefixOctets);
        byte[] octets = octets(random, size);
        List<AssembledContent.Removed> removed = ranges(random, ranges, size);
        AssembledContent content = new AssembledContent(prefix, new Chunked(octets, Math.max(chunkSize, size / 300 + 1)), removed);
        byte[] whole = expected(prefix, octets, removed);
        assertThat(content.size()).isEqualTo(whole.length);
        assertThat(inChunks(content)).isEqualTo(whole);
        int start = random.nextInt(whole.length + 2);
        int length = random.nextInt(whole.length + 2);
        byte[] part = content.range(start, length).toCompletableFuture().join();
        assertThat(part).isEqualTo(start >= whole.length ? new byte[0] : Arrays.copyOfRange(whole, start, Math.min(whole.length, start + length)));
    }

    @Test
    void mayBeEmpty() {
        AssembledContent content = new AssembledContent(new byte[0], Content.of(new byte[5]), List.of(new AssembledContent.Removed(0, 5)));
        assertThat(content.size()).isZero();
        assertThat(content.chunks()).isZero();
        assertThat(content.chunk(0).toCompletableFuture().join().remaining()).isZero();
    }
}
