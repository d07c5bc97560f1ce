package org.sterna.platform.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.report.CountedRow;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.report.ReportKind;
import org.sterna.persistence.report.RowCodec;
import org.sterna.persistence.report.TlsRow;
import org.sterna.persistence.report.cassandra.ReportCounts;
import org.sterna.platform.delivery.OwnMail;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;
import org.sterna.protocols.tls.AppliedPolicy;
import org.sterna.protocols.tlsrpt.FailureDetails;
import org.sterna.protocols.tlsrpt.PolicyResults;
import org.sterna.protocols.tlsrpt.ReportDestination;
import org.sterna.protocols.tlsrpt.TlsReport;
import org.sterna.protocols.tlsrpt.TlsReportMessage;
import org.sterna.protocols.tlsrpt.TlsReportRecord;
import org.sterna.protocols.tlsrpt.TlsReportWriter;

/** Reports on TLS (RFC 8460). */
final class TlsReports implements ReportMaker {
    /** Ways to fail that one report tells apart, the most frequent ones. */
    private static final int MOST_DETAILS = 1000;

    private final ReportCounts counts;
    private final DnsLookup dns;
    private final Reporter reporter;

    /** What sessions under one policy came to. */
    private static final class Results {
        private final List<FailureDetails> details = new ArrayList<>();
        private long successes;
        private long failures;

        private void add(TlsRow row, long count) {
            if (row.failure().isEmpty()) {
                successes += count;
                return;
            }
            TlsRow.Failure failure = row.failure().get();
            failures += count;
            details.add(new FailureDetails(failure.type(), failure.sending(), failure.host(), Optional.empty(), failure.receiving(), count, Optional.empty(),
                    Optional.of(failure.reason()).filter(text -> !text.isEmpty())));
        }

        private PolicyResults of(AppliedPolicy policy) {
            details.sort(Comparator.comparingLong(FailureDetails::sessions).reversed());
            return new PolicyResults(policy.type(), policy.strings(), policy.domain(), policy.hosts(), successes, failures,
                    details.subList(0, Math.min(details.size(), MOST_DETAILS)));
        }
    }

    TlsReports(ReportCounts counts, DnsLookup dns, Reporter reporter) {
        this.counts = counts;
        this.dns = dns;
        this.reporter = reporter;
    }

    @Override
    public ReportKind kind() {
        return ReportKind.TLS;
    }

    @Override
    public CompletionStage<Made> make(ReportDay day, String domain) {
        return dns.lookup(TlsReportRecord.LABEL + domain, RecordType.TXT).thenCompose(answer -> {
            if (answer instanceof Answer.Outage) {
                return CompletableFuture.completedFuture(Made.UNKNOWN);
            }
            Optional<TlsReportRecord> record = answer instanceof Answer.Found found ? TlsReportRecord.among(texts(found)) : Optional.empty();
            return record.isEmpty() ? CompletableFuture.completedFuture(Made.NOTHING) : counts.rows(day, domain, MOST_ROWS).thenApply(rows ->
                    rows.isEmpty() ? Made.NOTHING : new Made(parcels(day, domain, report(day, domain, rows), record.get().destinations()), true));
        });
    }

    private static List<String> texts(Answer.Found found) {
        return found.records().stream().filter(DnsRecord.Text.class::isInstance).map(each -> ((DnsRecord.Text) each).text()).toList();
    }

    private TlsReport report(ReportDay day, String domain, List<CountedRow> rows) {
        Map<AppliedPolicy, Results> policies = new LinkedHashMap<>();
        for (CountedRow row : rows) {
            TlsRow what = RowCodec.tls(row.row());
            policies.computeIfAbsent(what.policy(), unused -> new Results()).add(what, row.count());
        }
        return new TlsReport(reporter.organization(), day.begin(), day.end(), reporter.contact(), reporter.token(day, domain, "") + "@" + reporter.submitter(),
                policies.entrySet().stream().map(each -> each.getValue().of(each.getKey())).toList());
    }

    private List<Parcel> parcels(ReportDay day, String domain, TlsReport report, List<ReportDestination> wanted) {
        List<Parcel> parcels = new ArrayList<>();
        for (ReportDestination each : wanted) {
            if (each instanceof ReportDestination.Mail mail && !mail.address().needsUtf8()) {
                TlsReportMessage message = new TlsReportMessage(report, domain, reporter.from(), mail.address(),
                        reporter.token(day, domain, mail.address().toString()), reporter.date());
                parcels.add(new Parcel.Mail(new OwnMail.Letter(message.octets(), mail.address(), message.messageId())));
            } else if (each instanceof ReportDestination.Https https) {
                parcels.add(new Parcel.Post(https.uri(), TlsReportWriter.gzip(report)));
            }
        }
        return parcels;
    }
}
