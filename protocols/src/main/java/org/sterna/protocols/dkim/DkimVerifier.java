package org.sterna.protocols.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.protocols.dkim.DkimResult.Status;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/**
 * Verifies the signatures of one message while it passes by (RFC 6376 section 6). Keys are asked for as soon as the header section has ended.
 *
 * <p>For one thread and one message. Work is bounded by the policy: so many signatures, so large a header section.
 */
public final class DkimVerifier implements MessagePass.Reader {
    private final MessagePass pass;
    private final KeyLookups keys;
    private final DkimPolicy policy;
    private final List<Function<Instant, CompletionStage<DkimResult>>> checks = new ArrayList<>();
    private int unchecked;

    /** @param pass no octet has been fed to it yet; may be shared with others */
    public DkimVerifier(MessagePass pass, DnsLookup dns, DkimPolicy policy) {
        this.pass = pass;
        this.keys = new KeyLookups(dns);
        this.policy = policy;
        pass.add(this);
    }

    /** A verifier with a pass of its own. */
    public DkimVerifier(DnsLookup dns, DkimPolicy policy) {
        this(new MessagePass(policy.maxHeaderOctets()), dns, policy);
    }

    /** Takes the next octets of the message, for whoever shares the pass too; they are not kept. */
    public void feed(byte[] octets, int offset, int length) {
        pass.feed(octets, offset, length);
    }

    /**
     * Ends the message.
     *
     * @param now at which the message was received
     * @return the results, none when there is no signature; never fails. Completed at once, on the caller's thread, if the keys are there
     */
    public CompletionStage<DkimResults> finish(Instant now) {
        pass.end();
        CompletionStage<List<DkimResult>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (Function<Instant, CompletionStage<DkimResult>> check : checks) {
            all = all.thenCombine(check.apply(now), DkimVerifier::with);
        }
        int more = unchecked;
        return all.thenApply(results -> new DkimResults(results, more));
    }

    private static List<DkimResult> with(List<DkimResult> results, DkimResult result) {
        results.add(result);
        return results;
    }

    @Override
    public void onHeader(HeaderFields fields, BodyHashes hashes) {
        for (HeaderField field : signatures(fields)) {
            checks.add(check(SignatureReader.dkim(field), fields, hashes));
        }
    }

    @Override
    public void onTooLarge(HeaderFields start) {
        for (HeaderField field : signatures(start)) {
            DkimResult result = new DkimResult(Status.PERMERROR, "header section of more than " + policy.maxHeaderOctets() + " octets",
                    SignatureReader.dkim(field).claim(), 0, false);
            checks.add(now -> CompletableFuture.completedStage(result));
        }
    }

    private List<HeaderField> signatures(HeaderFields fields) {
        List<HeaderField> all = fields.all("DKIM-Signature");
        int count = Math.min(policy.maxSignatures(), all.size());
        unchecked = all.size() - count;
        return all.subList(0, count);
    }

    private Function<Instant, CompletionStage<DkimResult>> check(ParsedSignature parsed, HeaderFields fields, BodyHashes hashes) {
        if (parsed instanceof SignatureField signature) {
            Optional<SignatureCheck> check = SignatureCheck.start(signature, fields, hashes, keys, policy);
            if (check.isPresent()) {
                return check.get()::finish;
            }
        }
        DkimResult result = SignatureCheck.notStarted(parsed);
        return now -> CompletableFuture.completedStage(result);
    }
}
