package org.sterna.platform.transfer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.sterna.persistence.blob.Content;
import org.sterna.protocols.conversion.SevenBit;

/** What became of content that a host does not take as it is (RFC 6152 section 3). */
sealed interface SevenBitContent {
    /** It can be sent as 7-bit. */
    record Ready(Content content) implements SevenBitContent { }

    /** It cannot, and goes back to its sender. */
    record Impossible(String reason) implements SevenBitContent { }

    /**
     * Reads all of the content and converts it.
     *
     * @param most     octets; more than that are not converted
     * @param executor for the work, which takes some milliseconds a megabyte
     */
    static CompletionStage<SevenBitContent> of(Content content, long most, Executor executor) {
        if (content.size() > most) {
            return CompletableFuture.completedFuture(new Impossible("it has " + content.size() + " octets, and at most " + most + " are converted"));
        }
        return content.range(0, (int) content.size()).thenApplyAsync(octets -> converted(content, octets), executor);
    }

    private static SevenBitContent converted(Content content, byte[] octets) {
        SevenBit.Result result = SevenBit.convert(octets);
        if (result instanceof SevenBit.Converted converted) {
            return new Ready(Content.of(converted.octets()));
        }
        if (result instanceof SevenBit.AlreadySeven) {
            return new Ready(content);
        }
        if (result instanceof SevenBit.Impossible impossible) {
            return new Impossible(impossible.reason());
        }
        throw new AssertionError(result);
    }
}
