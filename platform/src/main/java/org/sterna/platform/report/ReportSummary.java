package org.sterna.platform.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sterna.persistence.report.ReceivedReport;
import org.sterna.persistence.report.ReceivedReport.Sum;
import org.sterna.persistence.report.ReportKind;

/** What others reported about one domain, as text for its operator. */
public final class ReportSummary {
    private static final int MOST_SOURCES = 20;

    private final List<ReceivedReport> reports;

    public ReportSummary(List<ReceivedReport> reports) {
        this.reports = List.copyOf(reports);
    }

    /** Some lines for each kind. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        dmarc(lines);
        tls(lines);
        return lines;
    }

    private List<Sum> sums(ReportKind kind) {
        return reports.stream().filter(each -> each.kind() == kind).flatMap(each -> each.sums().stream()).toList();
    }

    private String head(ReportKind kind) {
        List<ReceivedReport> some = reports.stream().filter(each -> each.kind() == kind).toList();
        return some.size() + " reports by " + some.stream().map(ReceivedReport::reporter).distinct().count() + " organizations";
    }

    private static long count(List<Sum> sums, Predicate<Sum> which) {
        return sums.stream().filter(which).mapToLong(Sum::count).sum();
    }

    private static Map<String, Long> by(List<Sum> sums, Function<Sum, String> name) {
        return sums.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.summingLong(Sum::count)));
    }

    private static List<Map.Entry<String, Long>> most(Map<String, Long> counts) {
        return counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_SOURCES).toList();
    }

    private void dmarc(List<String> lines) {
        List<Sum> sums = sums(ReportKind.DMARC);
        lines.add("dmarc: " + head(ReportKind.DMARC) + ", " + count(sums, each -> true) + " messages");
        if (sums.isEmpty()) {
            return;
        }
        by(sums, each -> each.aligned().isEmpty() ? "nothing" : String.join("+", each.aligned())).forEach((aligned, count) -> lines.add("  aligned by " + aligned + ": " + count));
        by(sums, Sum::result).forEach((done, count) -> lines.add("  disposition " + done + ": " + count));
        List<Sum> unaligned = sums.stream().filter(each -> each.aligned().isEmpty()).toList();
        most(by(sums, Sum::source)).forEach(each -> lines.add("  from " + printable(each.getKey()) + ": " + each.getValue() + ", aligned by nothing: "
                + count(unaligned, sum -> sum.source().equals(each.getKey()))));
    }

    private void tls(List<String> lines) {
        List<Sum> sums = sums(ReportKind.TLS);
        lines.add("tls: " + head(ReportKind.TLS) + ", " + count(sums, each -> each.result().isEmpty()) + " sessions as they should be, "
                + count(sums, each -> each.result().equals(ReportReader.ANY_FAILURE)) + " failed");
        List<Sum> failed = sums.stream().filter(each -> !each.result().isEmpty() && !each.result().equals(ReportReader.ANY_FAILURE)).toList();
        most(by(failed, each -> each.result() + " (policy " + each.source() + ")")).forEach(each -> lines.add("  " + printable(each.getKey()) + ": " + each.getValue()));
    }

    /** Strangers wrote it. */
    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
