package org.sterna.protocols.dmarc.failure;

import java.util.Locale;
import java.util.Optional;
import org.sterna.protocols.dmarc.Authenticated;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcEvaluation;
import org.sterna.protocols.dmarc.DmarcResult;
import org.sterna.protocols.dmarc.SpfResult;

/** What a failure report is about. */
public enum FailureKind {
    /** No identity is aligned, or not each. */
    DMARC,
    /** A signature, whoever made it. */
    DKIM,
    /** The host that sent the message. */
    SPF;

    /**
     * What of a message is to be reported by the {@code fo} tag (RFC 7489 section 6.3): the first kind that the domain asks for and that happened, because one report for a message is
     * enough, and that of DMARC tells of the others. What failed for now only is no failure: a DNS that does not answer would be reported to those who cannot help it.
     *
     * @param options {@code 0}, {@code 1}, {@code d} and {@code s} in any case, divided by colons
     * @return empty without a policy, too
     */
    public static Optional<FailureKind> wanted(String options, DmarcEvaluation evaluation, Authenticated authenticated) {
        String asked = options.toLowerCase(Locale.ROOT);
        if (evaluation.published().isEmpty()) {
            return Optional.empty();
        }
        if (asked.contains("0") && evaluation.result() == DmarcResult.FAIL || asked.contains("1") && isPartly(evaluation)) {
            return Optional.of(DMARC);
        }
        if (asked.contains("d") && authenticated.dkim().stream().anyMatch(each -> isFailure(each.result()))) {
            return Optional.of(DKIM);
        }
        return asked.contains("s") && authenticated.spf().stream().anyMatch(each -> isFailure(each.result())) ? Optional.of(SPF) : Optional.empty();
    }

    private static boolean isPartly(DmarcEvaluation evaluation) {
        return evaluation.result() == DmarcResult.FAIL || evaluation.result() == DmarcResult.PASS && !(evaluation.dkimAligned() && evaluation.spfAligned());
    }

    /** Whether a signature is there and does not hold, now or later. */
    public static boolean isFailure(DkimResult result) {
        return switch (result) {
            case FAIL, POLICY, NEUTRAL, PERMERROR -> true;
            case NONE, PASS, TEMPERROR -> false;
        };
    }

    /** Whether a domain has said something that is against the host: {@code none} and {@code neutral} are no failures (RFC 7208 sections 8.1 and 8.2). */
    public static boolean isFailure(SpfResult result) {
        return switch (result) {
            case FAIL, SOFTFAIL, PERMERROR -> true;
            case NONE, NEUTRAL, PASS, TEMPERROR -> false;
        };
    }
}
