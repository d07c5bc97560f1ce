package org.sterna.protocols.dkim;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sterna.protocols.message.HeaderFields;

/**
 * Signs one message while it passes by (RFC 6376 section 5), with any number of keys.
 *
 * <p>For one thread and one message.
 */
public final class DkimSigner {
    private final MessagePass pass;
    private final FieldSigner signer;

    /** @param pass no octet has been fed to it yet; may be shared with others */
    public DkimSigner(MessagePass pass, SigningRules rules) {
        this.pass = pass;
        this.signer = new FieldSigner(pass, rules);
    }

    /** A signer with a pass of its own. */
    public DkimSigner(SigningRules rules, int maxHeaderOctets) {
        this(new MessagePass(maxHeaderOctets), rules);
    }

    /** Takes the next octets of the message, for whoever shares the pass too; they are not kept. */
    public void feed(byte[] octets, int offset, int length) {
        pass.feed(octets, offset, length);
    }

    /**
     * Ends the message and signs it.
     *
     * @param at the time of signing
     * @return the fields to put in front of the message, an octet string; empty when its header section is too large
     */
    public String finish(List<SigningKey> keys, Instant at) {
        pass.end();
        return finish(signer.fields(), keys, at);
    }

    /**
     * As {@link #finish(List, Instant)}, for a message whose header section was mended since it passed.
     *
     * @param fields the header section as it will be sent
     */
    public String finish(HeaderFields fields, List<SigningKey> keys, Instant at) {
        String bodyHash = signer.bodyHash();
        StringBuilder out = new StringBuilder();
        if (!signer.isTooLarge()) {
            List<String> names = signer.names(fields);
            for (SigningKey key : keys) {
                out.append(signer.sign(fields, names, key, field(key, names, bodyHash, at)));
            }
        }
        return out.toString();
    }

    private UnaryOperator<String> field(SigningKey key, List<String> names, String bodyHash, Instant at) {
        return signature -> {
            TagWriter tags = new TagWriter("DKIM-Signature").add("v", "1").add("a", key.algorithm().text()).add("c", signer.canonicalization())
                    .add("d", key.domain()).add("s", key.selector()).add("t", Long.toString(at.getEpochSecond()));
            signer.rules().validity().ifPresent(validity -> tags.add("x", Long.toString(at.plus(validity).getEpochSecond())));
            return tags.add("h", String.join(":", names)).add("bh", bodyHash).addBase64("b", signature).field();
        };
    }
}
