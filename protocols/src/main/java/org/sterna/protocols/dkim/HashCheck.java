package org.sterna.protocols.dkim;

import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sterna.protocols.dkim.DkimResult.Status;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsRecord;

/** Verifies a signature over one hash with the key that is published for it (RFC 6376 section 6.1.2). The key is asked for when the check is made. */
public final class HashCheck {
    /** Why a signature is not good, whatever its key says. */
    record Refusal(Status status, String reason) { }

    private final SignatureClaim claim;
    private final SignatureAlgorithm algorithm;
    private final byte[] hash;
    private final byte[] signature;
    private final CompletionStage<Answer> key;
    private final DkimPolicy policy;

    HashCheck(SignatureClaim claim, SignatureAlgorithm algorithm, byte[] hash, byte[] signature, KeyLookups keys, DkimPolicy policy) {
        this.claim = claim;
        this.algorithm = algorithm;
        this.hash = hash;
        this.signature = signature;
        this.key = keys.ask(claim.selector(), claim.domain());
        this.policy = policy;
    }

    /**
     * Starts.
     *
     * @param hash SHA-256, not to be changed any more
     * @param signature not to be changed any more
     */
    public static HashCheck start(SigningName name, byte[] hash, byte[] signature, KeyLookups keys, DkimPolicy policy) {
        return new HashCheck(new SignatureClaim(name.domain(), name.selector(), name.algorithm().text(), "", ""), name.algorithm(), hash, signature, keys, policy);
    }

    /** Verified on the thread that has the key's record, which is the caller's if it is there already; never fails. */
    public CompletionStage<DkimResult> finish() {
        return finish(record -> Optional.empty());
    }

    /** @param refusal asked before the signature is verified, with a key's record that could be used */
    CompletionStage<DkimResult> finish(Function<KeyRecord, Optional<Refusal>> refusal) {
        return key.thenApply(answer -> onKey(answer, refusal));
    }

    private DkimResult onKey(Answer answer, Function<KeyRecord, Optional<Refusal>> refusal) {
        if (answer instanceof Answer.Outage outage) {
            return result(Status.TEMPERROR, "key unavailable: " + outage.text());
        }
        if (!(answer instanceof Answer.Found found)) {
            return result(Status.PERMERROR, "no key for signature");
        }
        // RFC 6376 section 3.6.2.2: several records are undefined; the first that is a key is the one.
        Stream<String> texts = found.records().stream().filter(DnsRecord.Text.class::isInstance).map(record -> ((DnsRecord.Text) record).text());
        return texts.map(KeyRecord::parse).flatMap(Optional::stream).findFirst().map(record -> onRecord(record, refusal))
                .orElseGet(() -> result(Status.PERMERROR, "no usable key record"));
    }

    private DkimResult onRecord(KeyRecord record, Function<KeyRecord, Optional<Refusal>> refusal) {
        if (record.isRevoked()) {
            return result(Status.PERMERROR, DkimResult.KEY_REVOKED);
        }
        if (!record.keyType().equalsIgnoreCase(algorithm.keyType())) {
            return result(Status.PERMERROR, "key is not of the signature's type");
        }
        return record.publicKey().map(publicKey -> verify(record, publicKey, refusal)).orElseGet(() -> result(Status.PERMERROR, "key unreadable"));
    }

    private DkimResult verify(KeyRecord record, PublicKey publicKey, Function<KeyRecord, Optional<Refusal>> refusal) {
        int bits = PublicKeys.bits(publicKey);
        if (algorithm == SignatureAlgorithm.RSA_SHA256 && bits < policy.minRsaBits()) {           // RFC 8301 section 3.2
            return new DkimResult(Status.PERMERROR, "key of " + bits + " bits is too short", claim, bits, record.testing());
        }
        Optional<Refusal> refused = refusal.apply(record);
        if (refused.isPresent()) {
            return new DkimResult(refused.get().status(), refused.get().reason(), claim, bits, record.testing());
        }
        boolean verified = PublicKeys.verify(publicKey, hash, signature);
        return new DkimResult(verified ? Status.PASS : Status.FAIL, verified ? "" : "signature did not verify", claim, bits, record.testing());
    }

    private DkimResult result(Status status, String reason) {
        return new DkimResult(status, reason, claim, 0, false);
    }
}
