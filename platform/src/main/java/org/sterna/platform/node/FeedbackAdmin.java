package org.sterna.platform.node;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.feedback.ReceivedReport;
import org.sterna.persistence.feedback.ReceivedReport.Kind;
import org.sterna.persistence.feedback.ReceivedReport.Line;
import org.sterna.persistence.feedback.cassandra.CassandraReceivedReports;
import org.sterna.platform.admin.AdminResult;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.Domain;

/** {@code domain report NAME}: what others have reported about a domain. */
final class FeedbackAdmin {
    private static final int MOST_DAYS = 366;
    private static final int MOST_LINES = 50;

    private final Supplier<Directory> directory;
    private final CassandraReceivedReports reports;
    private final Clock clock;

    FeedbackAdmin(Supplier<Directory> directory, CassandraReceivedReports reports, Clock clock) {
        this.directory = directory;
        this.reports = reports;
        this.clock = clock;
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        Optional<String> domain = Domain.parse(command.get(2), AddressForm.UTF8).map(Domain::text).filter(name -> directory.get().ours(name).isPresent());
        if (domain.isEmpty()) {
            return DirectoryServices.refused(command.get(2) + " is no domain of ours");
        }
        int days = command.get(3).matches("[0-9]{1,3}") ? Integer.parseInt(command.get(3)) : 0;
        if (days < 1 || days > MOST_DAYS) {
            return DirectoryServices.refused("--days is 1 to " + MOST_DAYS);
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return reports.read(domain.get(), today.minusDays(days), today).thenCompose(found -> DirectoryServices.done(text(domain.get(), days, found)));
    }

    private static String text(String domain, int days, List<ReceivedReport> reports) {
        List<String> lines = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<ReceivedReport> some = reports.stream().filter(each -> each.kind() == kind).toList();
            String unit = kind == Kind.DMARC ? "messages" : "sessions";
            if (some.isEmpty()) {
                lines.add(kind + ": no reports about " + domain + " of the last " + days + " days");
                continue;
            }
            Map<String, Long> what = sum(some, Line::what);
            lines.add(kind + ": " + some.size() + " reports by " + some.stream().map(ReceivedReport::reporter).distinct().count() + " reporters, " + unit + ":");
            lines.addAll(table(what));
            lines.add(kind == Kind.DMARC ? "by source:" : "by host:");
            lines.addAll(table(sum(some, line -> line.who().isEmpty() ? "" : line.who() + " " + line.what())));
            lines.add("by reporter:");
            lines.addAll(table(some.stream().collect(Collectors.groupingBy(ReceivedReport::reporter, TreeMap::new,
                    Collectors.summingLong(each -> each.counts().values().stream().mapToLong(Long::longValue).sum())))));
        }
        return String.join("\n", lines);
    }

    private static Map<String, Long> sum(List<ReceivedReport> reports, Function<Line, String> by) {
        Map<String, Long> sums = new TreeMap<>();
        reports.forEach(report -> report.counts().forEach((line, count) -> sums.merge(by.apply(line), count, Long::sum)));
        sums.remove("");
        return sums;
    }

    private static List<String> table(Map<String, Long> counts) {
        List<String> lines = new ArrayList<>(counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey())).limit(MOST_LINES).map(each -> String.format("%10d  %s", each.getValue(), each.getKey())).toList());
        if (counts.size() > MOST_LINES) {
            lines.add("            and " + (counts.size() - MOST_LINES) + " more");
        }
        return lines;
    }
}
