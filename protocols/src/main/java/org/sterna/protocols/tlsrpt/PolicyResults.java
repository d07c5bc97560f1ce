package org.sterna.protocols.tlsrpt;

import java.util.List;

/**
 * What became of the sessions under one policy (RFC 8460 section 4.4).
 *
 * @param policy    TLSA records in presentation form, or the lines of an MTA-STS policy; empty without a policy
 * @param domain    the policy's, in A-labels
 * @param hosts     of an MTA-STS policy the patterns of its hosts, of TLSA records the host they stand for; may be empty
 * @param successes sessions as the policy wants them
 * @param failures  sessions that failed in any way
 * @param details   the same in parts; one session may be in several
 */
public record PolicyResults(PolicyType type, List<String> policy, String domain, List<String> hosts, long successes, long failures,
        List<FailureDetails> details) {
    public PolicyResults {
        policy = List.copyOf(policy);
        hosts = List.copyOf(hosts);
        details = List.copyOf(details);
    }
}
