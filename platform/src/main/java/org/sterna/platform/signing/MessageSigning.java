package org.sterna.platform.signing;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.queue.QueueEvent.OctetRange;
import org.sterna.protocols.dkim.DkimSigner;
import org.sterna.protocols.dkim.SigningRules;
import org.sterna.protocols.message.HeaderFields;

/** Signs one message while it arrives; keeps its header section and nothing of its body. Used by one thread at a time; no octet comes behind its end. */
public final class MessageSigning {
    private static final Logger LOG = LoggerFactory.getLogger(MessageSigning.class);
    /** A submitted message with a larger header section is refused before it would be signed. */
    private static final int MAX_HEADER = 256 * 1024;

    private final MessageSigner signer;
    private final DkimSigner dkim;

    MessageSigning(MessageSigner signer, SigningRules rules) {
        this.signer = signer;
        this.dkim = new DkimSigner(rules, MAX_HEADER);
    }

    /** The next octets, as they are stored; they are not kept. */
    public void feed(byte[] octets, int offset, int length) {
        dkim.feed(octets, offset, length);
    }

    /**
     * The message is complete.
     *
     * @param prefix  fields that are put in front of it, without an empty line
     * @param head    its first octets, the whole header section among them
     * @param removed ranges of them that are left out, in order
     * @return the fields to be put above the prefix, each with its CRLF; none if nothing signs for its author; never fails
     */
    public CompletionStage<byte[]> finish(byte[] prefix, byte[] head, List<OctetRange> removed) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream(prefix.length + head.length);
        sent.writeBytes(prefix);
        int at = 0;
        for (OctetRange range : removed) {
            if (range.start() >= head.length) {
                break;
            }
            sent.write(head, at, (int) range.start() - at);
            at = (int) Math.min(range.end(), head.length);
        }
        sent.write(head, at, head.length - at);
        return finish(HeaderFields.parse(sent.toByteArray()));
    }

    CompletionStage<byte[]> finish(HeaderFields fields) {
        return CompletableFuture.supplyAsync(() -> MessageSigner.octets(dkim.finish(fields, signer.keys(fields), signer.clock().instant())), signer.threads())
                .exceptionally(failure -> {
                    LOG.warn("a message leaves without a signature: {}", failure.toString());
                    return new byte[0];
                });
    }
}
