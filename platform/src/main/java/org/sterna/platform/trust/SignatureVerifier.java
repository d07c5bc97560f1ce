package org.sterna.platform.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.arc.ArcResult;
import org.sterna.protocols.arc.ArcValidator;
import org.sterna.protocols.arc.ChainStatus;
import org.sterna.protocols.dkim.BodyHashes;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.DkimResult;
import org.sterna.protocols.dkim.DkimResults;
import org.sterna.protocols.dkim.DkimVerifier;
import org.sterna.protocols.dkim.MessagePass;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.trust.MethodResult;

/** DKIM and ARC in one pass over the content, which remembers who wrote it, too. */
public final class SignatureVerifier implements ContentVerifier, MessagePass.Reader {
    private final MessagePass pass;
    private final DkimVerifier dkim;
    private final ArcValidator arc;
    private List<HeaderField> authors = List.of();

    public SignatureVerifier(DnsLookup dns, DkimPolicy policy) {
        pass = new MessagePass(policy.maxHeaderOctets());
        dkim = new DkimVerifier(pass, dns, policy);
        arc = new ArcValidator(pass, dns, policy);
        pass.add(this);
    }

    @Override
    public void onHeader(HeaderFields fields, BodyHashes hashes) {
        authors = fields.all("From");
    }

    @Override
    public void onTooLarge(HeaderFields start) {
        authors = start.all("From");
    }

    @Override
    public void feed(byte[] octets, int offset, int length) {
        pass.feed(octets, offset, length);
    }

    @Override
    public CompletionStage<ContentFindings> finish(Instant now) {
        return dkim.finish(now).thenCombine(arc.finish(now), (signatures, chain) -> new ContentFindings(shown(signatures), shown(chain), authors));
    }

    private static List<ContentFindings.Signature> shown(DkimResults results) {
        List<ContentFindings.Signature> signatures = new ArrayList<>();
        results.results().forEach(each -> signatures.add(new ContentFindings.Signature(shown(each), each.claim().domain(), each.claim().selector(), each.claim().identity(),
                each.testing())));
        return signatures;
    }

    /** RFC 8601 section 2.7.1, with the property of RFC 6008 section 4. */
    private static MethodResult shown(DkimResult result) {
        MethodResult shown = MethodResult.of("dkim", result.status().text());
        String reason = result.testing() ? (result.reason() + " (testing)").strip() : result.reason();
        shown = reason.isEmpty() ? shown : shown.because(printable(reason));
        shown = with(shown, "d", result.claim().domain());
        shown = with(shown, "s", result.claim().selector());
        shown = with(shown, "a", result.claim().algorithm());
        return with(shown, "b", result.claim().signatureStart());
    }

    private static MethodResult with(MethodResult shown, String property, String value) {
        return value.isEmpty() ? shown : shown.with("header", property, printable(value));
    }

    private static Optional<ContentFindings.Chain> shown(ArcResult result) {
        if (result.status() == ChainStatus.NONE) {
            return Optional.empty();
        }
        MethodResult shown = MethodResult.of("arc", result.status().text());
        shown = result.reason().isEmpty() ? shown : shown.because(printable(result.reason()));
        if (result.status() == ChainStatus.PASS) {              // RFC 8617 section 10.2
            shown = shown.with("header", "oldest-pass", Integer.toString(result.oldestPass()));
        }
        return Optional.of(new ContentFindings.Chain(shown, result.seals().stream()
                .map(seal -> new ContentFindings.Seal(seal.instance(), seal.domain(), seal.selector(), seal.results())).toList()));
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
