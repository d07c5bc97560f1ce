package org.sterna.protocols.tlsrpt;

import java.time.Instant;
import java.util.List;

/**
 * A report on TLS sessions of some time (RFC 8460 section 4).
 *
 * @param organization who reports
 * @param contact      an address
 * @param id           no other report of theirs has it
 */
public record TlsReport(String organization, Instant start, Instant end, String contact, String id, List<PolicyResults> policies) {
    public TlsReport {
        policies = List.copyOf(policies);
    }
}
