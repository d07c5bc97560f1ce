package org.sterna.platform.signing;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sterna.protocols.arc.ArcSealer;
import org.sterna.protocols.arc.ArcValidator;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.MessagePass;
import org.sterna.protocols.dkim.SigningKey;
import org.sterna.protocols.dkim.SigningRules;

/**
 * Seals one message while it arrives; keeps its header section and nothing of its body. Used by one thread at a time.
 *
 * <p>It is sealed as it came, because what is added and taken out on arrival (trace fields, Authentication-Results, what was forged in our name) is nothing that the
 * message signature covers.
 */
public final class MessageSealing {
    private static final byte[] NOTHING = {};

    private final SigningKey key;
    private final MessageSealer sealer;
    private final MessagePass pass = new MessagePass(DkimPolicy.USUAL.maxHeaderOctets());
    private final ArcValidator validator;
    private final ArcSealer arc;

    MessageSealing(SigningKey key, MessageSealer sealer) {
        this.key = key;
        this.sealer = sealer;
        validator = new ArcValidator(pass, sealer.dns(), DkimPolicy.USUAL);
        arc = new ArcSealer(pass, SigningRules.USUAL);
    }

    /** The next octets, as they are stored; they are not kept. */
    public void feed(byte[] octets, int offset, int length) {
        pass.feed(octets, offset, length);
    }

    /**
     * The message is complete. Answers in bounded time and never fails.
     *
     * @param results what was found out about it: content of an Authentication-Results field, without line end
     * @return the three fields to be put in front of it, each with its CRLF; none if the chain cannot go on, or nobody knows in time whether it holds
     */
    public CompletionStage<byte[]> finish(String results) {
        Instant now = sealer.clock().instant();
        // A key that could not be asked for says nothing of the chain: sealing that it failed would break it for good (RFC 8617 section 5.1.2).
        return validator.finish(now).toCompletableFuture().copy()
                .thenApply(chain -> chain.outage() ? NOTHING : MessageSigner.octets(arc.finish(chain, results, key, now)))
                .completeOnTimeout(NOTHING, sealer.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Without a seal. */
    public static CompletionStage<byte[]> none() {
        return CompletableFuture.completedFuture(NOTHING);
    }
}
