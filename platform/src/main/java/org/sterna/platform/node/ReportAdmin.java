package org.sterna.platform.node;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.persistence.report.ReceivedReport;
import org.sterna.persistence.report.cassandra.ReceivedReports;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.report.ReportSummary;

/** {@code domain report NAME [--days N]}: what others reported about a domain of ours. */
final class ReportAdmin {
    private static final int MOST_DAYS = 365;

    private final Function<String, Optional<String>> ours;
    private final ReceivedReports reports;
    private final Clock clock;

    /** @param ours the domain of ours that a name stands for */
    ReportAdmin(Function<String, Optional<String>> ours, ReceivedReports reports, Clock clock) {
        this.ours = ours;
        this.reports = reports;
        this.clock = clock;
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        Optional<String> domain = ours.apply(command.get(2));
        if (domain.isEmpty()) {
            return DirectoryServices.refused(command.get(2) + " is no domain of ours");
        }
        String number = command.get(command.indexOf("--days") + 1);
        if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > MOST_DAYS) {
            return DirectoryServices.refused("--days must be 1 to " + MOST_DAYS);
        }
        int days = Integer.parseInt(number);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        CompletionStage<List<ReceivedReport>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (LocalDate day = today.minusDays(days - 1L); !day.isAfter(today); day = day.plusDays(1)) {
            long at = day.toEpochDay();
            all = all.thenCompose(before -> reports.of(domain.get(), at).thenApply(found -> {
                before.addAll(found);
                return before;
            }));
        }
        return all.thenApply(found -> {
            List<String> lines = new ArrayList<>(List.of(domain.get() + ", " + today.minusDays(days - 1L) + " to " + today + ", as others report it"));
            lines.addAll(new ReportSummary(found).lines());
            return AdminResult.done(String.join("\n", lines));
        });
    }
}
