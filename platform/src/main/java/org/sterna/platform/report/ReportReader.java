package org.sterna.platform.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sterna.persistence.report.ReceivedReport;
import org.sterna.persistence.report.ReceivedReport.Sum;
import org.sterna.persistence.report.ReportKind;
import org.sterna.protocols.dmarc.aggregate.AggregateReader;
import org.sterna.protocols.dmarc.aggregate.AggregateReading;
import org.sterna.protocols.dmarc.aggregate.AggregateReport;
import org.sterna.protocols.dmarc.aggregate.ReportRow;
import org.sterna.protocols.dmarc.aggregate.RowFacts;
import org.sterna.protocols.feedback.ReportParts;
import org.sterna.protocols.tlsrpt.FailureDetails;
import org.sterna.protocols.tlsrpt.PolicyResults;
import org.sterna.protocols.tlsrpt.TlsReport;
import org.sterna.protocols.tlsrpt.TlsReportReader;
import org.sterna.protocols.tlsrpt.UnreadableReportException;

/** Finds reports about domains of ours in messages, and sums them up. */
final class ReportReader {
    /** In the sums of sessions: all that failed, in whatever way. */
    static final String ANY_FAILURE = "*";
    private static final int MAX_XML = 20 << 20;
    private static final Duration OLDEST = Duration.ofDays(40);
    private static final Duration LONGEST = Duration.ofDays(8);
    private static final Duration CLOCKS = Duration.ofDays(1);

    private final Function<String, Optional<String>> ours;
    private final Clock clock;

    /** @param ours the domain of ours that a name stands for */
    ReportReader(Function<String, Optional<String>> ours, Clock clock) {
        this.ours = ours;
        this.clock = clock;
    }

    /** Nothing, if it holds no report that is readable, recent and about us. */
    List<ReceivedReport> read(byte[] message) {
        List<ReportParts.Found> parts = ReportParts.of(message);
        Optional<ReportParts.Found> tls = parts.stream().filter(part -> part.type().startsWith("application/tlsrpt") || part.type().equals("application/json")).findFirst();
        if (tls.isPresent()) {
            return tls(tls.get().octets());
        }
        return !parts.isEmpty() && AggregateReader.ofMessage(message, MAX_XML) instanceof AggregateReading.Read read ? dmarc(read.report()) : List.of();
    }

    private List<ReceivedReport> dmarc(AggregateReport report) {
        AggregateReport.Metadata about = report.metadata();
        Optional<String> domain = domain(report.policy().domain());
        if (domain.isEmpty() || !isRecent(about.begin(), about.end()) || about.reportId().isBlank()) {
            return List.of();
        }
        Map<Sum, Long> counts = new LinkedHashMap<>();
        for (ReportRow row : report.rows()) {
            RowFacts facts = row.facts();
            List<String> aligned = new ArrayList<>();
            if (facts.dkimAligned()) {
                aligned.add("dkim");
            }
            if (facts.spfAligned()) {
                aligned.add("spf");
            }
            counts.merge(new Sum(facts.source(), facts.disposition().text(), aligned, 0), row.count(), Long::sum);
        }
        return List.of(new ReceivedReport(ReportKind.DMARC, domain.get(), about.organization(), about.reportId(), about.begin(), about.end(), sums(counts)));
    }

    private List<ReceivedReport> tls(byte[] octets) {
        TlsReport report;
        try {
            report = TlsReportReader.read(octets);
        } catch (UnreadableReportException e) {
            return List.of();
        }
        if (!isRecent(report.start(), report.end()) || report.id().isBlank()) {
            return List.of();
        }
        Map<String, Map<Sum, Long>> domains = new LinkedHashMap<>();
        for (PolicyResults results : report.policies()) {
            domain(results.domain()).ifPresent(domain -> add(domains.computeIfAbsent(domain, unused -> new LinkedHashMap<>()), results));
        }
        return domains.entrySet().stream().map(each -> new ReceivedReport(ReportKind.TLS, each.getKey(), report.organization(), report.id(), report.start(), report.end(),
                sums(each.getValue()))).toList();
    }

    private static void add(Map<Sum, Long> counts, PolicyResults results) {
        String policy = results.type().word();
        counts.merge(new Sum(policy, "", List.of(), 0), results.successes(), Long::sum);
        counts.merge(new Sum(policy, ANY_FAILURE, List.of(), 0), results.failures(), Long::sum);
        for (FailureDetails details : results.details()) {
            counts.merge(new Sum(policy, details.resultType(), List.of(), 0), details.sessions(), Long::sum);
        }
    }

    /** The largest first. */
    private static List<Sum> sums(Map<Sum, Long> counts) {
        return counts.entrySet().stream().filter(each -> each.getValue() > 0).map(each -> new Sum(each.getKey().source(), each.getKey().result(), each.getKey().aligned(), each.getValue()))
                .sorted(Comparator.comparingLong(Sum::count).reversed()).limit(ReceivedReport.MOST_SUMS).toList();
    }

    private Optional<String> domain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ours.apply(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
    }

    /** Whoever reports of other times fills our tables with days that nobody asks for. */
    private boolean isRecent(Instant begin, Instant end) {
        Instant now = clock.instant();
        return begin.isAfter(now.minus(OLDEST)) && begin.isBefore(now.plus(CLOCKS)) && !end.isBefore(begin) && !end.isAfter(begin.plus(LONGEST));
    }
}
