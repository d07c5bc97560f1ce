package org.sterna.protocols.tls;

import java.util.List;
import org.sterna.protocols.tlsrpt.PolicyType;

/**
 * What a sender went by, as reports on TLS name it (RFC 8460 section 4.4).
 *
 * @param domain  of the recipients
 * @param strings TLSA records as in a zone, or the lines of a policy
 * @param hosts   patterns of a policy, or the host that TLSA records stand for
 */
public record AppliedPolicy(PolicyType type, String domain, List<String> strings, List<String> hosts) {
    public AppliedPolicy {
        strings = List.copyOf(strings);
        hosts = List.copyOf(hosts);
    }

    /** Nothing is known of the domain. */
    public static AppliedPolicy none(String domain) {
        return new AppliedPolicy(PolicyType.NONE, domain, List.of(), List.of());
    }
}
