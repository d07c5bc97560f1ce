package org.sterna.platform.access.pop3;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.Content;
import org.sterna.protocols.pop3.SurrogateHeader;
import org.sterna.protocols.pop3.TopLines;
import org.sterna.protocols.smtp.DotStuffer;
import org.sterna.protocols.smtp.OctetSink;

/** One message, or its top, on its way to the client: read a portion at a time, with dots added. One thread at a time. */
final class OutgoingMessage {
    private static final int PORTION = PortionedOutput.PORTION;

    private final Content content;
    private final Optional<TopLines> top;
    private final Optional<SurrogateHeader> surrogate;
    private final DotStuffer stuffer = new DotStuffer();
    private byte[] portion;
    private long at;
    private boolean complete;

    private OutgoingMessage(Content content, Optional<TopLines> top, Optional<SurrogateHeader> surrogate, byte[] first) {
        this.content = content;
        this.top = top;
        this.surrogate = surrogate;
        this.portion = first;
    }

    /**
     * @param prefix octets in front of those that are stored in chunks; with them in the first portion, each later one is one chunk
     */
    static CompletionStage<OutgoingMessage> begin(Content content, int prefix, Optional<TopLines> top, Optional<SurrogateHeader> surrogate) {
        return content.range(0, Math.min(prefix, PORTION) + PORTION).thenApply(first -> new OutgoingMessage(content, top, surrogate, first));
    }

    /** Takes the portion that was read, as it is to be sent; the last one with the end of the response. */
    byte[] take() {
        ByteArrayOutputStream wire = new ByteArrayOutputStream(portion.length + portion.length / 64 + 16);
        OctetSink stuffed = (octets, offset, length) -> stuffer.feed(octets, offset, length, wire::write);
        OctetSink formed = surrogate.<OctetSink>map(form -> (octets, offset, length) -> form.feed(octets, offset, length, stuffed)).orElse(stuffed);
        boolean moreWanted = true;
        if (top.isPresent()) {
            moreWanted = top.get().feed(portion, 0, portion.length, formed);
        } else {
            formed.accept(portion, 0, portion.length);
        }
        at += portion.length;
        portion = new byte[0];
        complete = at >= content.size() || !moreWanted;
        if (complete) {
            surrogate.ifPresent(form -> form.finish(stuffed));
            stuffer.finish(wire::write);
        }
        return wire.toByteArray();
    }

    /** Whether the last portion was taken. */
    boolean isComplete() {
        return complete;
    }

    /** Reads the next portion; fails if the store does. */
    CompletionStage<Void> readOn() {
        return content.range(at, PORTION).thenCompose(octets -> {
            portion = octets;
            return octets.length == 0
                    ? CompletableFuture.failedFuture(new IllegalStateException("the content ends at octet " + at))
                    : CompletableFuture.completedFuture(null);
        });
    }
}
