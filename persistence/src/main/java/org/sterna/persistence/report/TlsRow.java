package org.sterna.persistence.report;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.tls.AppliedPolicy;

/**
 * What sessions have in common that a TLS report counts together (RFC 8460 section 4.4).
 *
 * @param failure empty for sessions as the policy wants them
 */
public record TlsRow(AppliedPolicy policy, Optional<Failure> failure) {
    private static final int MOST_STRINGS = 20;
    private static final int MAX_TEXT = 500;

    /**
     * How they failed.
     *
     * @param type      a result type (RFC 8460 section 4.3)
     * @param sending   the address they came from
     * @param host      the MX host
     * @param receiving its address
     * @param reason    for people
     */
    public record Failure(String type, Optional<String> sending, Optional<String> host, Optional<String> receiving, String reason) {
        public Failure {
            reason = cut(reason);
        }
    }

    /** What somebody else wrote into his zone is bounded here. */
    public TlsRow {
        policy = new AppliedPolicy(policy.type(), cut(policy.domain()), cut(policy.strings()), cut(policy.hosts()));
    }

    private static List<String> cut(List<String> texts) {
        return texts.stream().limit(MOST_STRINGS).map(TlsRow::cut).toList();
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
