package org.sterna.platform.feedback;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.sterna.persistence.feedback.ReceivedReport;
import org.sterna.persistence.feedback.ReceivedReport.Kind;
import org.sterna.persistence.feedback.ReceivedReport.Line;
import org.sterna.protocols.dmarc.aggregate.AggregateReader;
import org.sterna.protocols.dmarc.aggregate.AggregateReading;
import org.sterna.protocols.dmarc.aggregate.AggregateReport;
import org.sterna.protocols.dmarc.aggregate.ReportRow;
import org.sterna.protocols.dmarc.aggregate.RowFacts;
import org.sterna.protocols.feedback.ReportParts;
import org.sterna.protocols.tlsrpt.PolicyResults;
import org.sterna.protocols.tlsrpt.TlsReport;
import org.sterna.protocols.tlsrpt.TlsReportReader;
import org.sterna.protocols.tlsrpt.UnreadableReportException;

/** Finds the reports in a message, and sums each up. */
final class ReportReader {
    private static final int MOST_XML = 32 << 20;

    private final Predicate<String> ours;

    /** @param ours whether a domain in A-labels is one of ours: a report about any other one is nothing to us */
    ReportReader(Predicate<String> ours) {
        this.ours = ours;
    }

    /**
     * @param message whole, as it was received
     * @param signed  whether a signature of DKIM was verified: what is not signed is no report on TLS (RFC 8460 section 3)
     */
    List<ReceivedReport> read(byte[] message, boolean signed) {
        List<ReceivedReport> reports = new ArrayList<>();
        for (ReportParts.Found part : ReportParts.of(message)) {
            if (part.type().contains("tlsrpt") || part.type().endsWith("json")) {
                reports.addAll(signed ? tls(part.octets()) : List.of());
            } else if (AggregateReader.ofFile(part.octets(), MOST_XML) instanceof AggregateReading.Read read) {
                dmarc(read.report()).ifPresent(reports::add);
            }
        }
        return reports;
    }

    private Optional<ReceivedReport> dmarc(AggregateReport report) {
        String domain = report.policy().domain().toLowerCase(Locale.ROOT);
        if (!ours.test(domain)) {
            return Optional.empty();
        }
        List<Map.Entry<Line, Long>> lines = report.rows().stream().map(ReportReader::line).toList();
        return Optional.of(ReceivedReport.of(domain, Kind.DMARC, day(report.metadata().begin()), report.metadata().organization(), report.metadata().reportId(), lines));
    }

    private static Map.Entry<Line, Long> line(ReportRow row) {
        RowFacts facts = row.facts();
        String aligned = facts.dkimAligned() && facts.spfAligned() ? "dkim and spf aligned" : facts.dkimAligned() ? "dkim aligned" : facts.spfAligned() ? "spf aligned"
                : "nothing aligned";
        return Map.entry(new Line(facts.source(), facts.disposition().name().toLowerCase(Locale.ROOT) + ", " + aligned), row.count());
    }

    /** One for each of our domains that it is about. */
    private List<ReceivedReport> tls(byte[] octets) {
        TlsReport report;
        try {
            report = TlsReportReader.read(octets);
        } catch (UnreadableReportException e) {
            return List.of();
        }
        Map<String, List<Map.Entry<Line, Long>>> domains = new LinkedHashMap<>();
        for (PolicyResults results : report.policies()) {
            String domain = results.domain().toLowerCase(Locale.ROOT);
            if (ours.test(domain)) {
                List<Map.Entry<Line, Long>> lines = domains.computeIfAbsent(domain, unused -> new ArrayList<>());
                String policy = results.type().word();
                lines.add(Map.entry(new Line("", "success, " + policy), results.successes()));
                lines.add(Map.entry(new Line("", "failure, " + policy), results.failures()));
                results.details().forEach(each -> lines.add(Map.entry(new Line(each.host().orElse(""), each.resultType() + ", " + policy), each.sessions())));
            }
        }
        return domains.entrySet().stream().map(each -> ReceivedReport.of(each.getKey(), Kind.TLS, day(report.start()), report.organization(), report.id(),
                each.getValue().stream().filter(line -> line.getValue() > 0).toList())).toList();
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
