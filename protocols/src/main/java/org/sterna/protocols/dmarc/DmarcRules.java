package org.sterna.protocols.dmarc;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Aligns what was authenticated with the author's domain and says what becomes of the message (RFC 7489 sections 3.1 and 6.6.2). */
public final class DmarcRules {
    private static final int ALL = 100;

    private final PublicSuffixes suffixes;

    public DmarcRules(PublicSuffixes suffixes) {
        this.suffixes = suffixes;
    }

    /**
     * @param authorDomain of the From field; in any case, A-labels or U-labels
     * @param draw         a random number from 0 to 99, for policies that are meant for a part of the mail (RFC 7489 section 6.3, {@code pct})
     */
    public DmarcEvaluation evaluate(String authorDomain, Discovered discovered, Authenticated authenticated, int draw) {
        String author = PublicSuffixes.ascii(authorDomain);
        if (discovered instanceof Discovered.Policy policy) {
            return new Message(author, policy.published(), authenticated).evaluate(draw);
        }
        if (discovered instanceof Discovered.Outage outage) {
            return without(author, DmarcResult.TEMPERROR, outage.why());
        }
        if (discovered instanceof Discovered.Malformed malformed) {
            return without(author, DmarcResult.PERMERROR, "malformed policy at " + malformed.domain());
        }
        if (discovered instanceof Discovered.NoPolicy none) {
            return without(author, DmarcResult.NONE, none.why());
        }
        throw new AssertionError(discovered);
    }

    private static DmarcEvaluation without(String author, DmarcResult result, String why) {
        return new DmarcEvaluation(author, result, why, Optional.empty(), false, false, DmarcPolicy.NONE, DmarcPolicy.NONE, List.of());
    }

    /**
     * A name is always aligned with itself. So mail of a domain that is itself a public suffix can pass; such a domain has no organizational domain
     * and is aligned with nothing else (RFC 7489 section 3.1.1).
     */
    boolean aligned(String author, String authenticated, AlignmentMode mode) {
        String other = PublicSuffixes.ascii(authenticated);
        if (other.isEmpty() || other.equals(author) || mode == AlignmentMode.STRICT) {
            return other.equals(author);
        }
        Optional<String> organization = suffixes.organizationalDomain(author);
        return organization.isPresent() && organization.equals(suffixes.organizationalDomain(other));
    }

    /** One message for which there is a policy. */
    private final class Message {
        private final String author;
        private final PublishedPolicy published;
        private final Authenticated authenticated;

        private Message(String author, PublishedPolicy published, Authenticated authenticated) {
            this.author = author;
            this.published = published;
            this.authenticated = authenticated;
        }

        private DmarcEvaluation evaluate(int draw) {
            boolean dkim = anyDkim(signature -> signature.result() == DkimResult.PASS);
            boolean spf = anySpf(identity -> identity.result() == SpfResult.PASS);
            if (dkim || spf) {
                return evaluation(DmarcResult.PASS, "", dkim, spf, DmarcPolicy.NONE, List.of());
            }
            if (mayPassLater()) {
                return evaluation(DmarcResult.TEMPERROR, "SPF or DKIM of an aligned domain has no result now", false, false, DmarcPolicy.NONE, List.of());
            }
            return failed(draw);
        }

        /**
         * RFC 7489 section 6.6.2: without a lasting failure the policy cannot be applied. A temporary error of a domain that is not aligned does
         * not count: it could not have passed, and everybody can have a domain whose DNS does not answer.
         */
        private boolean mayPassLater() {
            return anyDkim(signature -> signature.result() == DkimResult.TEMPERROR) || anySpf(identity -> identity.result() == SpfResult.TEMPERROR);
        }

        private DmarcEvaluation failed(int draw) {
            DmarcPolicy requested = requested();
            if (requested != DmarcPolicy.NONE && authenticated.arc().isPresent()) {
                OverrideReason reason = new OverrideReason(OverrideReason.Type.LOCAL_POLICY, authenticated.arc().get().comment());
                return evaluation(DmarcResult.FAIL, "a trusted sealer vouches for it", false, false, DmarcPolicy.NONE, List.of(reason));
            }
            if (requested != DmarcPolicy.NONE && Math.floorMod(draw, ALL) >= published.record().percent()) {
                DmarcPolicy milder = DmarcPolicy.values()[requested.ordinal() - 1];
                OverrideReason reason = new OverrideReason(OverrideReason.Type.SAMPLED_OUT, "pct=" + published.record().percent());
                return evaluation(DmarcResult.FAIL, "left out by pct", false, false, milder, List.of(reason));
            }
            return evaluation(DmarcResult.FAIL, "", false, false, requested, List.of());
        }

        private DmarcEvaluation evaluation(DmarcResult result, String why, boolean dkim, boolean spf, DmarcPolicy disposition, List<OverrideReason> reasons) {
            return new DmarcEvaluation(author, result, why, Optional.of(published), dkim, spf, requested(), disposition, reasons);
        }

        private DmarcPolicy requested() {
            return published.record().requested(!published.domain().equals(author));
        }

        private boolean anyDkim(Predicate<DkimIdentity> wanted) {
            return authenticated.dkim().stream().filter(wanted).anyMatch(signature -> aligned(author, signature.domain(), published.record().dkimMode()));
        }

        /** RFC 7489 section 3.1.2: HELO stands in for a null reverse-path, and for nothing else. */
        private boolean anySpf(Predicate<SpfIdentity> wanted) {
            boolean reversePath = authenticated.spf().stream().anyMatch(identity -> identity.scope() == SpfIdentity.Scope.MFROM);
            return authenticated.spf().stream().filter(identity -> !reversePath || identity.scope() == SpfIdentity.Scope.MFROM).filter(wanted).anyMatch(identity -> aligned(author, identity.domain(), published.record().spfMode()));
        }
    }
}
