package org.sterna.platform.trust;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks at the octets of one message while they arrive, keeps none of them, and blocks nobody. Used by one thread at a time. */
public interface ContentVerifier {
    /** The next octets, as they are stored; not the verifier's to keep. */
    void feed(byte[] octets, int offset, int length);

    /** The message is complete. Called once at most. */
    CompletionStage<ContentFindings> finish(Instant now);

    /** Makes one for each message. */
    @FunctionalInterface
    interface Factory {
        /** Of nothing: for a node that looks at no content. */
        Factory NONE = () -> new ContentVerifier() {
            @Override
            public void feed(byte[] octets, int offset, int length) { }

            @Override
            public CompletionStage<ContentFindings> finish(Instant now) {
                return CompletableFuture.completedFuture(ContentFindings.NONE);
            }
        };

        ContentVerifier begin();
    }
}
