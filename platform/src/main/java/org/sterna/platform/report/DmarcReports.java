package org.sterna.platform.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.report.CountedRow;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.report.ReportKind;
import org.sterna.persistence.report.RowCodec;
import org.sterna.persistence.report.cassandra.ReportCounts;
import org.sterna.platform.delivery.OwnMail;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.dmarc.Discovered;
import org.sterna.protocols.dmarc.PolicyDiscovery;
import org.sterna.protocols.dmarc.PublicSuffixes;
import org.sterna.protocols.dmarc.PublishedPolicy;
import org.sterna.protocols.dmarc.ReportDestinations;
import org.sterna.protocols.dmarc.ReportUri;
import org.sterna.protocols.dmarc.aggregate.AggregateMail;
import org.sterna.protocols.dmarc.aggregate.AggregateReport;
import org.sterna.protocols.dmarc.aggregate.AggregateWriter;
import org.sterna.protocols.dmarc.aggregate.ReportRow;
import org.sterna.protocols.dmarc.aggregate.ReportedPolicy;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.feedback.ReportMail;

/**
 * Aggregate reports (RFC 7489 section 7.2). The policy in one is that of the time when it is made, and so is the list of those who get it: a domain may have changed it since
 * (RFC 7489 section 7.2 leaves that open).
 */
final class DmarcReports implements ReportMaker {
    private final ReportCounts counts;
    private final PolicyDiscovery discovery;
    private final ReportDestinations destinations;
    private final Reporter reporter;

    DmarcReports(ReportCounts counts, DnsLookup dns, Reporter reporter) {
        this.counts = counts;
        this.discovery = new PolicyDiscovery(dns, PublicSuffixes.bundled());
        this.destinations = new ReportDestinations(dns, PublicSuffixes.bundled());
        this.reporter = reporter;
    }

    @Override
    public ReportKind kind() {
        return ReportKind.DMARC;
    }

    @Override
    public CompletionStage<Made> make(ReportDay day, String domain) {
        return discovery.discover(domain).thenCompose(found -> {
            if (found instanceof Discovered.Outage) {
                return CompletableFuture.completedFuture(Made.UNKNOWN);
            }
            return found instanceof Discovered.Policy policy && policy.published().domain().equals(domain) ? make(day, policy.published())
                    : CompletableFuture.completedFuture(Made.NOTHING);
        });
    }

    private CompletionStage<Made> make(ReportDay day, PublishedPolicy published) {
        return destinations.aggregate(published).thenCompose(verified -> verified.allowed().isEmpty()
                ? CompletableFuture.completedFuture(new Made(List.of(), !verified.undecided()))
                : counts.rows(day, published.domain(), MOST_ROWS).thenApply(rows -> rows.isEmpty() ? Made.NOTHING
                        : new Made(parcels(day, report(day, published, rows), verified.allowed()), !verified.undecided())));
    }

    private AggregateReport report(ReportDay day, PublishedPolicy published, List<CountedRow> rows) {
        AggregateReport.Metadata metadata = new AggregateReport.Metadata(reporter.organization(), reporter.contact(), Optional.empty(),
                reporter.token(day, published.domain(), "") + "@" + reporter.submitter(), day.begin(), day.end(), List.of());
        return new AggregateReport(metadata, ReportedPolicy.of(published), rows.stream().map(row -> new ReportRow(RowCodec.dmarc(row.row()), row.count())).toList());
    }

    private List<Parcel> parcels(ReportDay day, AggregateReport report, List<ReportUri> wanted) {
        byte[] gzip = AggregateWriter.gzip(report);
        List<Parcel> parcels = new ArrayList<>();
        for (ReportUri uri : wanted) {
            uri.mailAddress().filter(to -> !to.needsUtf8()).map(to -> letter(day, report, gzip, to))
                    .filter(letter -> uri.maxOctets().isEmpty() || letter.octets().length <= uri.maxOctets().getAsLong())      // RFC 7489 section 6.2
                    .ifPresent(letter -> parcels.add(new Parcel.Mail(letter)));
        }
        return parcels;
    }

    private OwnMail.Letter letter(ReportDay day, AggregateReport report, byte[] gzip, Address to) {
        String token = reporter.token(day, report.policy().domain(), to.toString());
        String id = "<" + token + "@" + reporter.submitter() + ">";
        ReportMail mail = AggregateMail.of(report, gzip, reporter.submitter(),
                new ReportMail.Envelope(reporter.from(), List.of(to), reporter.date(), id, "report-" + token));
        return new OwnMail.Letter(mail.octets(), to, id);
    }
}
