package org.sterna.protocols.spf;

import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dns.DnsLookup;

/**
 * Evaluates policies. RFC 7208 section 4.
 *
 * <p>One question leads to 10 terms that ask the DNS at most, each to {@value Evaluation#MAX_HOSTS} hosts and one question more at most, and to no more than 3 terms that
 * find nothing. How long the answer may take is for the caller to bound (RFC 7208 section 4.6.4): an evaluation that nobody waits for ends by itself.
 */
public final class SpfCheck {
    /** Characters of an explanation: a few lines of a reply. */
    public static final int MAX_EXPLANATION = 400;

    private final DnsLookup dns;

    public SpfCheck(DnsLookup dns) {
        this.dns = dns;
    }

    /** {@code check_host()}. Never blocks, and fails only if the lookup does. */
    public CompletionStage<SpfVerdict> check(SpfQuestion question) {
        return new Evaluation(dns, question).run();
    }
}
