package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.recorder.SessionRecorder;

/**
 * Gathers responses and knows how much the client has not taken yet. Who writes much waits for {@link #room} between
 * portions, so that a slow reader costs bounded memory. For the actor's thread.
 */
final class PacedOutput {
    /** Octets that may be on their way before writers of much wait. */
    static final int PORTION = 256 * 1024;
    private static final int GATHERED = 64 * 1024;
    private static final int KEPT = 4 * 1024;

    private final ConnectionOutput output;
    private final SessionRecorder recorder;
    private OctetBuffer gathered = new OctetBuffer(256);
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(1);
    private Optional<Compression> compression = Optional.empty();
    private long queued;
    private long written;

    PacedOutput(ConnectionOutput output, SessionRecorder recorder) {
        this.output = output;
        this.recorder = recorder;
    }

    /** The array is copied, or belongs to the output from now on: it must not be changed. */
    void write(byte[] octets) {
        written += octets.length;
        if (octets.length >= GATHERED) {
            flush();
            send(octets, octets.length);
            return;
        }
        gathered.write(octets);
        if (gathered.size() >= GATHERED) {
            flush();
        }
    }

    /** Sends what was gathered; called behind everything the actor does. */
    void flush() {
        if (gathered.size() > 0) {
            if (compression.isPresent()) {
                send(gathered.array(), gathered.size());
            } else {
                send(gathered.toArray(), gathered.size());
            }
            if (gathered.capacity() > KEPT) {
                gathered = new OctetBuffer(256);                        // an idle connection keeps little
            }
            gathered.reset();
        }
    }

    private void send(byte[] octets, int length) {
        byte[] sent = compression.isPresent() ? compression.get().deflate(octets, length).toArray() : octets;
        queued += sent.length;
        recorder.sent(sent.length);
        output.write(ByteString.fromArrayUnsafe(sent));
    }

    /** From here on, behind all that was written, octets are compressed, or no more. */
    void compress(Optional<Compression> with) {
        flush();
        compression = with;
    }

    /** Completes when another portion may be written, on the actor's thread. */
    CompletionStage<Void> room() {
        if (queued + gathered.size() < PORTION) {
            return CompletableFuture.completedFuture(null);
        }
        flush();
        CompletableFuture<Void> room = new CompletableFuture<>();
        waiting.add(room);
        return room;
    }

    /** The client has taken all. A late notice may free one portion too early; the connection's own bound is above two. */
    void drained() {
        queued = 0;
        List<CompletableFuture<Void>> released = List.copyOf(waiting);
        waiting.clear();
        released.forEach(each -> each.complete(null));
    }

    /** Drops the connection: what was begun cannot be ended. */
    void abort() {
        output.abort();
    }

    /** Octets that were written so far, as they were before they were compressed. */
    long written() {
        return written;
    }

    /** True while the client has not taken everything. */
    boolean isWaiting() {
        return queued > 0;
    }
}
