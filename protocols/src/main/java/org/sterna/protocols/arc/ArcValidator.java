package org.sterna.protocols.arc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dkim.BodyHashes;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.DkimResult;
import org.sterna.protocols.dkim.HashCheck;
import org.sterna.protocols.dkim.KeyLookups;
import org.sterna.protocols.dkim.MessagePass;
import org.sterna.protocols.dkim.SignatureCheck;
import org.sterna.protocols.dkim.SigningName;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.message.HeaderFields;

/**
 * Validates the chain of one message while it passes by (RFC 8617 section 5.2).
 *
 * <p>For one thread and one message. At most 50 sets are looked at, and a chain whose structure is not valid costs no key.
 */
public final class ArcValidator implements MessagePass.Reader {
    private final MessagePass pass;
    private final KeyLookups keys;
    private final DkimPolicy policy;
    private ArcChain chain = new ArcChain(List.of(), 0, Optional.empty());
    /** Of the message signatures, the newest first; a missing one cannot be checked. */
    private final List<Optional<SignatureCheck>> messages = new ArrayList<>();
    private final List<HashCheck> seals = new ArrayList<>();

    /**
     * @param pass no octet has been fed to it yet; may be shared with others
     * @param policy of which the number of signatures does not count
     */
    public ArcValidator(MessagePass pass, DnsLookup dns, DkimPolicy policy) {
        this.pass = pass;
        this.keys = new KeyLookups(dns);
        this.policy = policy;
        pass.add(this);
    }

    @Override
    public void onHeader(HeaderFields fields, BodyHashes hashes) {
        chain = ArcChain.of(fields);
        List<byte[]> sealHashes = SealHash.of(chain.sets());
        for (int i = chain.sets().size() - 1; i >= 0; i--) {
            ArcSet set = chain.sets().get(i);
            messages.add(SignatureCheck.start(set.message(), fields, hashes, keys, policy));
            SealField seal = set.seal();
            seals.add(HashCheck.start(new SigningName(seal.domain(), seal.selector(), seal.algorithm()), sealHashes.get(i), seal.signature(), keys, policy));
        }
    }

    @Override
    public void onTooLarge(HeaderFields start) {
        if (start.first(ArcChain.SEAL).isPresent()) {
            chain = new ArcChain(List.of(), ArcChain.of(start).highest(), Optional.of("header section of more than " + policy.maxHeaderOctets() + " octets"));
        }
    }

    /**
     * Ends the message.
     *
     * @param now at which it was received
     * @return never fails; completed at once, on the caller's thread, if the keys are there
     */
    public CompletionStage<ArcResult> finish(Instant now) {
        pass.end();
        if (chain.defect().isPresent()) {
            return CompletableFuture.completedStage(ArcResult.fail(chain.defect().get(), chain.highest(), false));
        }
        if (chain.sets().isEmpty()) {
            return CompletableFuture.completedStage(ArcResult.NONE);
        }
        return message(0, now).thenCompose(newest -> newest.isPass() ? seal(0, now) : failed("message signature", chain.highest(), newest));
    }

    private CompletionStage<DkimResult> message(int index, Instant now) {
        ArcSet set = chain.sets().get(chain.sets().size() - 1 - index);
        return messages.get(index).map(check -> check.finish(now)).orElseGet(() -> CompletableFuture.completedStage(SignatureCheck.notStarted(set.message())));
    }

    /** Step 6. The keys of all seals are on their way already, so waiting for one after the other takes no longer. */
    private CompletionStage<ArcResult> seal(int index, Instant now) {
        if (index == seals.size()) {
            return older(1, now);
        }
        return seals.get(index).finish().thenCompose(result -> result.isPass() ? seal(index + 1, now) : failed("seal", chain.highest() - index, result));
    }

    /** Step 5, which changes nothing but what is told of a valid chain and therefore comes last. */
    private CompletionStage<ArcResult> older(int index, Instant now) {
        if (index == messages.size()) {
            return CompletableFuture.completedStage(passed(0));
        }
        return message(index, now).thenCompose(result -> result.isPass() ? older(index + 1, now)
                : CompletableFuture.completedStage(passed(chain.highest() - index + 1)));
    }

    private ArcResult passed(int oldestPass) {
        return new ArcResult(ChainStatus.PASS, "", chain.sets().stream()
                .map(set -> new ArcResult.Seal(set.instance(), set.seal().domain(), set.seal().selector(), set.payload())).toList(), oldestPass, chain.highest(), false);
    }

    private CompletionStage<ArcResult> failed(String what, int instance, DkimResult result) {
        return CompletableFuture.completedStage(ArcResult.fail(what + " " + instance + ": " + result.reason(), chain.highest(),
                result.status() == DkimResult.Status.TEMPERROR));
    }
}
