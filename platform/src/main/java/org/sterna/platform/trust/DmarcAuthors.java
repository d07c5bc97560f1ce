package org.sterna.platform.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.sterna.config.TrustSettings;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.dmarc.Authenticated;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcCheck;
import org.sterna.protocols.dmarc.DmarcEvaluation;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;
import org.sterna.protocols.spf.SpfVerdict;
import org.sterna.protocols.trust.MethodResult;

/**
 * Asks for DMARC policies. RFC 7489 section 6.6.
 *
 * <p>Of a message with several authors each domain is asked, and the strictest that fails prevails. Without a From field, with several of them, or with more domains than
 * anybody needs it is malformed and, where policies are enforced at all, rejected (RFC 7489 section 6.6.1); one whose From names no domain is let alone.
 */
public final class DmarcAuthors implements AuthorPolicy {
    /** Each is asked for; more are an attack. */
    private static final int MOST_DOMAINS = 10;
    private static final int PERCENT = 100;

    private final boolean enforce;
    private final DmarcCheck check;
    private final TrustedSealers sealers;
    private final DmarcCollector collector;
    private final RandomGenerator random;

    /** @param collector is told of each message whose author's domain has a policy */
    public DmarcAuthors(TrustSettings settings, DmarcCheck check, DmarcCollector collector, RandomGenerator random) {
        enforce = settings.dmarc() == TrustSettings.Dmarc.ENFORCE;
        this.check = check;
        sealers = new TrustedSealers(settings.trustedSealers());
        this.collector = collector;
        this.random = random;
    }

    @Override
    public CompletionStage<Wish> ask(Evidence evidence) {
        AuthorDomains authors = AuthorDomains.of(evidence.content().authors().isEmpty() ? evidence.header().all("From") : evidence.content().authors());
        if (authors.malformed().isPresent() || authors.domains().size() > MOST_DOMAINS) {
            return CompletableFuture.completedFuture(malformed(authors.malformed().orElse("more than " + MOST_DOMAINS + " domains in the From field")));
        }
        if (authors.domains().isEmpty()) {
            return CompletableFuture.completedFuture(new Wish(Disposition.NONE, "", List.of(MethodResult.of("dmarc", "none").because("no domain in the From field")),
                    Optional.empty(), Optional.empty()));
        }
        int draw = random.nextInt(PERCENT);
        CompletionStage<List<DmarcEvaluation>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (String domain : authors.domains()) {
            all = all.thenCombine(check.evaluate(domain, authenticated(evidence, domain), draw), (before, evaluation) -> {
                before.add(evaluation);
                return before;
            });
        }
        return all.thenApply(evaluations -> wish(evidence, DmarcEvaluation.strictest(evaluations)));
    }

    private Wish malformed(String why) {
        return new Wish(enforce ? Disposition.REJECT : Disposition.NONE, "", List.of(MethodResult.of("dmarc", "permerror").because(why)), Optional.of(why), Optional.empty());
    }

    private Wish wish(Evidence evidence, DmarcEvaluation evaluation) {
        MethodResult result = MethodResult.of("dmarc", evaluation.result().text());
        MethodResult told = evaluation.why().isEmpty() ? result : result.because(evaluation.why().replaceAll("[^ -~]", "?"));
        Disposition disposition = enforce ? Disposition.valueOf(evaluation.disposition().name()) : Disposition.NONE;
        Authenticated authenticated = authenticated(evidence, evaluation.authorDomain());
        return new Wish(disposition, evaluation.authorDomain(), List.of(told.with("header", "from", evaluation.authorDomain())), Optional.empty(),
                evaluation.published().map(policy -> applied -> collector.collect(new DmarcCollector.Judged(evidence, evaluation, authenticated, applied))));
    }

    private Authenticated authenticated(Evidence evidence, String authorDomain) {
        return new Authenticated(evidence.mailFrom().stream().map(verdict -> identity(verdict, evidence.reversePath())).toList(),
                evidence.content().signatures().stream().filter(each -> !each.testing()).map(DmarcAuthors::identity).toList(),
                sealers.vouch(evidence.content(), authorDomain));
    }

    private static SpfIdentity identity(SpfVerdict verdict, ReversePath reversePath) {
        return new SpfIdentity(verdict.question().domain(), reversePath instanceof NullReversePath ? SpfIdentity.Scope.HELO : SpfIdentity.Scope.MFROM,
                SpfResult.valueOf(verdict.result().name()));
    }

    private static DkimIdentity identity(ContentFindings.Signature signature) {
        return new DkimIdentity(signature.domain(), signature.selector(), DkimResult.valueOf(signature.shown().result().toUpperCase(Locale.ROOT)));
    }
}
