package org.sterna.protocols.dmarc;

import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dns.DnsLookup;

/** DMARC in one call: discovery, alignment, policy. Safe for any number of threads. */
public final class DmarcCheck {
    private final PolicyDiscovery discovery;
    private final DmarcRules rules;

    public DmarcCheck(DnsLookup dns, PublicSuffixes suffixes) {
        this.discovery = new PolicyDiscovery(dns, suffixes);
        this.rules = new DmarcRules(suffixes);
    }

    /** Looks for the policy; may be started as soon as the From field is known, while SPF and DKIM are still at work. */
    public CompletionStage<Discovered> discover(String authorDomain) {
        return discovery.discover(authorDomain);
    }

    /** As {@link DmarcRules#evaluate}. */
    public DmarcEvaluation evaluate(String authorDomain, Discovered discovered, Authenticated authenticated, int draw) {
        return rules.evaluate(authorDomain, discovered, authenticated, draw);
    }

    /**
     * Both.
     *
     * @param draw a random number from 0 to 99
     * @return never fails
     */
    public CompletionStage<DmarcEvaluation> evaluate(String authorDomain, Authenticated authenticated, int draw) {
        return discover(authorDomain).thenApply(discovered -> evaluate(authorDomain, discovered, authenticated, draw));
    }
}
