package org.sterna.protocols.arc;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sterna.protocols.dkim.FieldSigner;
import org.sterna.protocols.dkim.MessagePass;
import org.sterna.protocols.dkim.SigningKey;
import org.sterna.protocols.dkim.SigningRules;
import org.sterna.protocols.dkim.TagWriter;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/**
 * Adds a set to one message while it passes by (RFC 8617 section 5.1).
 *
 * <p>For one thread and one message.
 */
public final class ArcSealer {
    /** RFC 5322 section 2.1.1: lines should be no longer. */
    private static final int MAX_LINE = 78;

    private final FieldSigner signer;
    private final int maxLine;

    /**
     * @param pass over the message as it will be sent, no octet fed to it yet; may be shared with others
     * @param rules relaxed for the header (RFC 8617 section 4.1.3); no Authentication-Results and no field of ARC among the signed ones (section 4.1.2)
     */
    public ArcSealer(MessagePass pass, SigningRules rules) {
        this(pass, rules, MAX_LINE);
    }

    ArcSealer(MessagePass pass, SigningRules rules, int maxLine) {
        this.signer = new FieldSigner(pass, rules);
        this.maxLine = maxLine;
    }

    /**
     * Ends the message and seals it.
     *
     * @param chain what became of the chain that is on the message
     * @param results what was found at its arrival: the server's name, a semicolon and results (RFC 8601 section 2.2), folded or not, without line end
     * @param at the time of sealing
     * @return the three fields to put in front of the message, an octet string; empty when it cannot be sealed (any more): the chain had failed before
     *     it came here, has 50 sets, or the header section is too large
     */
    public String finish(ArcResult chain, String results, SigningKey key, Instant at) {
        String bodyHash = signer.bodyHash();
        HeaderFields fields = signer.fields();
        int instance = chain.highest() + 1;
        if (instance > ArcChain.MAX_SETS || signer.isTooLarge() || hadFailed(fields, chain.highest())) {
            return "";
        }
        String i = Integer.toString(instance);
        String time = Long.toString(at.getEpochSecond());
        String resultsField = ArcChain.RESULTS + ": i=" + i + "; " + results + "\r\n";
        List<String> names = signer.names(fields);
        String message = signer.sign(fields, names, key, signature -> new TagWriter(ArcChain.MESSAGE, maxLine).add("a", key.algorithm().text()).addBase64("b", signature)
                .add("bh", bodyHash).add("c", signer.canonicalization()).add("d", key.domain()).add("h", String.join(":", names)).add("i", i)
                .add("s", key.selector()).add("t", time).field());
        UnaryOperator<String> seal = signature -> new TagWriter(ArcChain.SEAL, maxLine).add("a", key.algorithm().text()).addBase64("b", signature)
                .add("cv", chain.status().text()).add("d", key.domain()).add("i", i).add("s", key.selector()).add("t", time).field();
        byte[] hash = hash(chain, fields, resultsField, message, seal.apply(""));
        return seal.apply(Base64.getEncoder().encodeToString(key.sign(hash))) + message + resultsField;
    }

    /** RFC 8617 section 5.1, step 2. */
    private static boolean hadFailed(HeaderFields fields, int highest) {
        return fields.all(ArcChain.SEAL).stream().anyMatch(field -> ArcChain.instance(field) == highest && ArcChain.saysFail(field));
    }

    /** A failed chain is sealed as if the new set were the only one (RFC 8617 section 5.1.2). */
    private static byte[] hash(ArcResult chain, HeaderFields fields, String results, String message, String seal) {
        SealHash hash = new SealHash();
        if (chain.status() == ChainStatus.PASS) {
            ArcChain.of(fields).sets().forEach(set -> hash.add(set.results(), set.message().field(), set.seal().field()));
        }
        return hash.add(new HeaderField(ArcChain.RESULTS, results), new HeaderField(ArcChain.MESSAGE, message), new HeaderField(ArcChain.SEAL, seal));
    }
}
