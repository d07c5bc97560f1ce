package org.sterna.platform.access.imap;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * COMPRESS=DEFLATE (RFC 4978) of one connection: both directions, raw DEFLATE. What comes in is inflated no further than it is
 * read, so that a few octets that stand for gigabytes cost one {@link #PIECE} of memory. For the actor's thread.
 */
final class Compression implements AutoCloseable {
    /** Octets inflated at a time. */
    static final int PIECE = 16 * 1024;
    /** Better levels cost three times the time for a few percent of mail. */
    private static final int LEVEL = 3;
    private static final byte[] NOTHING = {};

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final Inflater inflater = new Inflater(true);
    private final byte[] piece = new byte[PIECE];
    private byte[] fed = NOTHING;

    /** What the peer can inflate at once: the burst is flushed (RFC 4978 section 4). The caller owns the array. */
    OctetBuffer deflate(byte[] octets, int length) {
        OctetBuffer out = new OctetBuffer(Math.max(64, length / 3));
        deflater.setInput(octets, 0, length);
        int made;
        do {
            made = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
            out.write(piece, made);
        } while (made == piece.length);
        return out;
    }

    /** Takes octets that arrived; those before must have been read by {@link #next}. The array belongs to this from now on. */
    void feed(byte[] octets) {
        fed = octets;
        inflater.setInput(octets);
    }

    /**
     * The next octets that the client meant, empty if none are there.
     *
     * @throws DataFormatException if it sends no DEFLATE, or goes on behind the end of its stream
     */
    byte[] next() throws DataFormatException {
        int length = inflater.inflate(piece);
        if (length == 0 && (inflater.needsDictionary() || inflater.finished() && inflater.getRemaining() > 0)) {
            throw new DataFormatException("octets behind the end of the compressed stream");
        }
        return length == 0 ? NOTHING : Arrays.copyOf(piece, length);
    }

    /** Octets that have arrived and were not inflated. */
    byte[] rest() {
        int left = inflater.getRemaining();
        return left == 0 ? NOTHING : Arrays.copyOfRange(fed, fed.length - left, fed.length);
    }

    /** Frees what the two hold outside of the heap. */
    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
