package org.sterna.protocols.dmarc.aggregate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one receiver saw of one domain's mail in a time, usually a day (RFC 7489 appendix C). */
public record AggregateReport(Metadata metadata, ReportedPolicy policy, List<ReportRow> rows) {
    public AggregateReport {
        rows = List.copyOf(rows);
    }

    /**
     * Who reports.
     *
     * @param organization for people
     * @param email        where to ask
     * @param contact      more of that
     * @param reportId     one of its kind from this organization
     * @param begin        of the time; to the second
     * @param end          of the time; to the second, its last one
     * @param errors       what went wrong while it was made
     */
    public record Metadata(String organization, String email, Optional<String> contact, String reportId, Instant begin, Instant end, List<String> errors) {
        public Metadata {
            errors = List.copyOf(errors);
        }
    }
}
