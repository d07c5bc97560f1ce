package org.sterna.platform.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.Content;
import org.sterna.protocols.smtp.ClientAction.Framing;
import org.sterna.protocols.smtp.DotStuffer;

/** The content of one transaction on its way to the wire, a chunk at a time. Not safe for use by several threads. */
final class OutgoingContent {
    private final Content content;
    private final Framing framing;
    private final DotStuffer stuffer = new DotStuffer();
    private int next;

    OutgoingContent(Content content, Framing framing) {
        this.content = content;
        this.framing = framing;
    }

    /** The chunk that follows. */
    CompletionStage<ByteBuffer> read() {
        try {
            return content.chunk(next);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Makes a chunk that was read ready for the wire, and passes on to the next. */
    byte[] framed(ByteBuffer read) {
        byte[] chunk = new byte[read.remaining()];
        read.get(chunk);
        next++;
        ByteArrayOutputStream out = new ByteArrayOutputStream(chunk.length + 64);
        if (framing == Framing.BDAT) {
            out.writeBytes(Framing.bdat(chunk.length, isOver()).getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(chunk);
        } else {
            stuffer.feed(chunk, 0, chunk.length, out::write);
            if (isOver()) {
                stuffer.finish(out::write);
            }
        }
        return out.toByteArray();
    }

    /** Whether a chunk was framed. */
    boolean isBegun() {
        return next > 0;
    }

    /** Whether the last chunk was framed. */
    boolean isOver() {
        return next >= content.chunks();
    }

    boolean isChunked() {
        return framing == Framing.BDAT;
    }
}
