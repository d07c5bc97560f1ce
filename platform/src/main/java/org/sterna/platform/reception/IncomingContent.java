package org.sterna.platform.reception;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.platform.signing.Departing;
import org.sterna.platform.trust.ContentVerifier;

/**
 * The content of one message while it arrives. Up to the inline limit it is kept in memory; beyond that it goes into a blob,
 * a chunk at a time, two on their way at most. Used by one thread.
 */
final class IncomingContent {
    /** What of the beginning is kept to look at header fields: the first chunk. */
    static final int HEAD = CassandraBlobs.CHUNK;

    /**
     * Complete and, if it is in a blob, durable.
     *
     * @param head   its first octets, {@link #HEAD} at most, or all
     * @param forged what is said in our name
     */
    record Complete(OctetsPlace place, byte[] head, byte[] digest, ForgedFields forged, Departing departing) {
        /** All octets if the head is all there is, otherwise none. */
        byte[] atHand() {
            return head.length == place.size() ? head : new byte[0];
        }
    }

    private final CassandraBlobs blobs;
    private final BlobId blob;
    private final int inlineLimit;
    private final Optional<Duration> life;
    private final Optional<ContentVerifier> verifier;
    private final ForgedFields forged;
    private final Departing departing;
    private final MessageDigest digest = Fingerprint.sha256();
    private ByteArrayOutputStream buffer = new ByteArrayOutputStream(8 * 1024);
    private byte[] head = new byte[0];
    private long size;
    private int chunks;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    /**
     * @param verifier looks at the octets as they come
     * @param forged   the same for fields in our name
     * @param departing the same for a message that leaves
     */
    IncomingContent(CassandraBlobs blobs, BlobId blob, int inlineLimit, Optional<Duration> life, Optional<ContentVerifier> verifier, ForgedFields forged,
            Departing departing) {
        this.blobs = blobs;
        this.blob = blob;
        this.inlineLimit = Math.min(inlineLimit, CassandraBlobs.CHUNK);
        this.life = life;
        this.verifier = verifier;
        this.forged = forged;
        this.departing = departing;
    }

    void add(byte[] octets, int offset, int length) {
        digest.update(octets, offset, length);
        forged.feed(octets, offset, length);
        verifier.ifPresent(each -> each.feed(octets, offset, length));
        departing.feed(octets, offset, length);
        size += length;
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, CassandraBlobs.CHUNK - buffer.size());
            buffer.write(octets, offset + done, part);
            done += part;
            if (buffer.size() == CassandraBlobs.CHUNK) {
                flush();
            }
        }
    }

    private void flush() {
        byte[] chunk = buffer.toByteArray();
        if (chunks == 0) {
            head = chunk;
        }
        buffer = new ByteArrayOutputStream(8 * 1024);
        CompletableFuture<Void> write = blobs.write(blob, chunks++, ByteBuffer.wrap(chunk), life).toCompletableFuture();
        last = written;
        written = written.thenCombine(write, (before, now) -> null);
    }

    /** Completes when more may be read from the client: at most one chunk is on its way then. Fails if a chunk could not be written. */
    CompletionStage<Void> ready() {
        return last;
    }

    boolean isReady() {
        return last.isDone();
    }

    /** The end: completes when everything is where it belongs. */
    CompletionStage<Complete> finish() {
        byte[] sum = digest.digest();
        forged.end();
        if (chunks == 0 && buffer.size() <= inlineLimit) {
            byte[] octets = buffer.toByteArray();
            return CompletableFuture.completedFuture(new Complete(new OctetsPlace.Inline(size), octets, sum, forged, departing));
        }
        if (buffer.size() > 0) {
            flush();
        }
        return written.thenApply(unused -> new Complete(new OctetsPlace.InBlob(blob, size), head, sum, forged, departing));
    }

    /** The message is not accepted: what was written of it is deleted, if that can be done. */
    void discard() {
        if (chunks > 0) {
            int all = chunks;
            written.whenComplete((unused, failure) -> blobs.discard(blob, all));
        }
    }
}
