package org.sterna.platform.report;

import static org.sterna.protocols.dkim.DkimResult.BODY_CHANGED;
import static org.sterna.protocols.dkim.DkimResult.KEY_REVOKED;

import java.net.InetAddress;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sterna.platform.trust.AuthorPolicy.Disposition;
import org.sterna.platform.trust.ContentFindings.Signature;
import org.sterna.platform.trust.DmarcCollector.Judged;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.failure.AuthFailure;
import org.sterna.protocols.dmarc.failure.DeliveryResult;
import org.sterna.protocols.dmarc.failure.FailureKind;
import org.sterna.protocols.dmarc.failure.FailureReport;
import org.sterna.protocols.dmarc.failure.ToldFields;
import org.sterna.protocols.spf.SpfVerdict;
import org.sterna.protocols.trust.AuthenticationResults;
import org.sterna.protocols.trust.MethodResult;

/** Puts what the checks found out about one message in the words of a report. */
final class FailureFindings {
    private final Judged judged;
    private final FailureKind kind;

    FailureFindings(Judged judged, FailureKind kind) {
        this.judged = judged;
        this.kind = kind;
    }

    /**
     * The report.
     *
     * @param authservId who says so
     * @param spf        what the domain that SPF was asked about publishes
     */
    FailureReport report(String authservId, Optional<FailureReport.SpfPolicy> spf, ToldFields told) {
        InetAddress client = judged.evidence().client();
        return new FailureReport(failure(), judged.evaluation(),
                new FailureReport.Findings(new AuthenticationResults(authservId, List.of(result())), signature().map(FailureFindings::signer), spf),
                new FailureReport.Arrival(client, judged.evidence().reversePath(), judged.evidence().at().atZone(ZoneOffset.UTC), done(judged.applied())),
                told.of(judged.evidence().header()));
    }

    private static FailureReport.Signer signer(Signature signature) {
        return new FailureReport.Signer(signature.domain(), signature.identity(), signature.selector());
    }

    private static DeliveryResult done(Disposition applied) {
        return switch (applied) {
            case NONE -> DeliveryResult.DELIVERED;
            case QUARANTINE -> DeliveryResult.SPAM;
            case REJECT -> DeliveryResult.REJECT;
        };
    }

    /** The first that does not hold; if each does, it is not aligned, and the first one is told. None of those whose fields cannot be read. */
    private Optional<Signature> signature() {
        List<Signature> readable = judged.evidence().content().signatures().stream().filter(each -> !each.testing() && !each.domain().isEmpty()).toList();
        return readable.stream().filter(FailureFindings::isFailure).findFirst().or(() -> readable.stream().findFirst());
    }

    private static boolean isFailure(Signature signature) {
        return FailureKind.isFailure(DkimResult.valueOf(signature.shown().result().toUpperCase(Locale.ROOT)));
    }

    private AuthFailure failure() {
        return switch (kind) {
            case DMARC -> AuthFailure.DMARC;
            case SPF -> AuthFailure.SPF;
            case DKIM -> switch (signature().flatMap(each -> each.shown().reason()).orElse("")) {
                case BODY_CHANGED -> AuthFailure.BODYHASH;
                case KEY_REVOKED -> AuthFailure.REVOKED;
                default -> AuthFailure.SIGNATURE;
            };
        };
    }

    private MethodResult result() {
        MethodResult dmarc = MethodResult.of("dmarc", judged.evaluation().result().text()).with("header", "from", judged.evaluation().authorDomain());
        return switch (kind) {
            case DMARC -> dmarc;
            case DKIM -> signature().map(Signature::shown).orElse(dmarc);
            case SPF -> judged.evidence().mailFrom().map(FailureFindings::shown).orElse(dmarc);
        };
    }

    private static MethodResult shown(SpfVerdict verdict) {
        return MethodResult.of("spf", verdict.result().word()).with("smtp", "mailfrom", verdict.question().domain().replaceAll("[^ -~]", "?"));
    }
}
