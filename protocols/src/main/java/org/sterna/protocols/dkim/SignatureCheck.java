package org.sterna.protocols.dkim;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dkim.DkimResult.Status;
import org.sterna.protocols.dkim.HashCheck.Refusal;
import org.sterna.protocols.message.HeaderFields;

/**
 * Verifies one signature (RFC 6376 section 6.1). It is started when the header section is there: the fields are hashed, the key is asked for, and the body's hash is
 * begun; it is finished when the body has passed.
 */
public final class SignatureCheck {
    private final SignatureField signature;
    private final BodyHash bodyHash;
    private final HashCheck check;
    private final boolean wholeBody;

    private SignatureCheck(SignatureField signature, BodyHash bodyHash, HashCheck check, DkimPolicy policy) {
        this.signature = signature;
        this.bodyHash = bodyHash;
        this.check = check;
        this.wholeBody = policy.wholeBody();
    }

    /** Starts; empty when the body has too many different hashes already. */
    public static Optional<SignatureCheck> start(SignatureField signature, HeaderFields fields, BodyHashes hashes, KeyLookups keys, DkimPolicy policy) {
        return hashes.get(signature.body(), signature.bodyLength()).map(bodyHash -> new SignatureCheck(signature, bodyHash,
                new HashCheck(signature.claim(), signature.algorithm(), HeaderHash.of(fields, signature), signature.signature(), keys, policy), policy));
    }

    /** What becomes of a signature that could not be started. */
    public static DkimResult notStarted(ParsedSignature parsed) {
        return parsed instanceof ParsedSignature.Defective defective ? new DkimResult(defective.status(), defective.reason(), parsed.claim(), 0, false)
                : new DkimResult(Status.NEUTRAL, "too many different body lengths", parsed.claim(), 0, false);
    }

    /**
     * Finishes; the body must have passed.
     *
     * @param now at which the message was received
     * @return verified on the thread that has the key's record, which is the caller's if it is there already; never fails
     */
    public CompletionStage<DkimResult> finish(Instant now) {
        OptionalLong expires = signature.expires();
        if (expires.isPresent() && now.getEpochSecond() > expires.getAsLong()) {
            return CompletableFuture.completedStage(new DkimResult(Status.PERMERROR, "signature expired", signature.claim(), 0, false));
        }
        return check.finish(this::refusal).thenApply(this::judge);
    }

    private Optional<Refusal> refusal(KeyRecord record) {
        String identity = signature.claim().identity();
        String domain = SignatureReader.domain(identity.substring(identity.lastIndexOf('@') + 1)).orElse("");
        if (record.noSubdomains() && !identity.isEmpty() && !domain.equals(signature.claim().domain())) {
            return Optional.of(new Refusal(Status.PERMERROR, "key is not for subdomains"));          // RFC 6376 section 3.6.1, t=s
        }
        if (bodyHash.isShort()) {
            return Optional.of(new Refusal(Status.FAIL, "body is shorter than l="));
        }
        return MessageDigest.isEqual(bodyHash.value(), signature.bodyHash()) ? Optional.empty() : Optional.of(new Refusal(Status.FAIL, DkimResult.BODY_CHANGED));
    }

    private DkimResult judge(DkimResult result) {
        return result.isPass() && wholeBody && bodyHash.left() > 0
                ? new DkimResult(Status.POLICY, bodyHash.left() + " octets of the body are not signed", result.claim(), result.keyBits(), result.testing())
                : result;
    }
}
