package org.sterna.platform.delivery;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.mailbox.OctetsPlace;

/**
 * Where the octets of a message are that this host has written.
 *
 * @param inline the octets, if they are stored with the message
 */
record OwnOctets(OctetsPlace place, byte[] inline) {
    /** What is larger is stored in chunks. */
    private static final int MAX_INLINE = 64 * 1024;

    /** Stores what is large. */
    static CompletionStage<OwnOctets> stored(QueueServices services, byte[] octets) {
        int length = octets.length;
        if (length <= MAX_INLINE) {
            return CompletableFuture.completedFuture(new OwnOctets(new OctetsPlace.Inline(length), octets));
        }
        BlobId blob = BlobId.random(services.random());
        CompletionStage<Void> chunks = CompletableFuture.completedFuture(null);
        for (int start = 0; start < length; start += CassandraBlobs.CHUNK) {
            ByteBuffer chunk = ByteBuffer.wrap(octets, start, Math.min(CassandraBlobs.CHUNK, length - start)).slice();
            int number = start / CassandraBlobs.CHUNK;
            chunks = chunks.thenCompose(unused -> services.blobs().write(blob, number, chunk, Optional.<Duration>empty()));
        }
        return chunks.thenApply(unused -> new OwnOctets(new OctetsPlace.InBlob(blob, length), new byte[0]));
    }
}
