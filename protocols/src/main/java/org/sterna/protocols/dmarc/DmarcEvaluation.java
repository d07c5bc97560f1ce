package org.sterna.protocols.dmarc;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What DMARC says of a message with one author's domain.
 *
 * @param authorDomain the domain of the From field, in lower case with A-labels
 * @param why          for people, in a few words; says more than the result where that is no pass or fail
 * @param published    the policy, when it was found and can be read
 * @param dkimAligned  whether a signature that verifies is of an aligned domain
 * @param spfAligned   whether SPF passes for an aligned domain
 * @param requested    what the policy asks for mail that fails; {@code NONE} without a policy
 * @param disposition  what is to be done with this message by DMARC
 * @param reasons      why that is less than what is requested
 */
public record DmarcEvaluation(String authorDomain, DmarcResult result, String why, Optional<PublishedPolicy> published, boolean dkimAligned,
        boolean spfAligned, DmarcPolicy requested, DmarcPolicy disposition, List<OverrideReason> reasons) {
    public DmarcEvaluation {
        reasons = List.copyOf(reasons);
    }

    /**
     * The one that counts when a From field has several domains (RFC 7489 section 6.6.1): the strictest of those that fail, then one without a
     * result for now, then any.
     *
     * @param evaluations at least one
     */
    public static DmarcEvaluation strictest(List<DmarcEvaluation> evaluations) {
        return evaluations.stream().max(Comparator.comparing(DmarcEvaluation::disposition).thenComparing(DmarcEvaluation::gravity)).orElseThrow();
    }

    private int gravity() {
        return switch (result) {
            case FAIL -> 4;
            case TEMPERROR -> 3;
            case PERMERROR -> 2;
            case NONE -> 1;
            case PASS -> 0;
        };
    }
}
