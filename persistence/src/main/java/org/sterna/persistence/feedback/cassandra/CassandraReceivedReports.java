package org.sterna.persistence.feedback.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.feedback.ReceivedReport;
import org.sterna.persistence.feedback.ReceivedReport.Kind;
import org.sterna.persistence.feedback.ReceivedReport.Line;
import org.sterna.persistence.store.cassandra.Database;

/** The table {@code received_report}, a partition for each domain and month; rows live for 400 days. Thread-safe; nothing blocks. */
public final class CassandraReceivedReports {
    private static final int MONTHS = 12;

    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement select;

    public CassandraReceivedReports(Database database) {
        this.database = database;
        insert = database.prepare("INSERT INTO received_report (domain, month, day, kind, reporter, id, counts) VALUES (?, ?, ?, ?, ?, ?, ?)");
        select = database.prepare("SELECT day, kind, reporter, id, counts FROM received_report WHERE domain = ? AND month = ? AND day >= ? AND day <= ?");
    }

    /** Writes one; the same report again counts once. */
    public CompletionStage<Void> put(ReceivedReport report) {
        Map<String, Long> counts = new HashMap<>();
        report.counts().forEach((line, count) -> counts.put(line.who() + "\n" + line.what(), count));
        return database.write(insert.bind(report.domain(), month(YearMonth.from(report.day())), (int) report.day().toEpochDay(), report.kind().name(), report.reporter(),
                report.id(), counts));
    }

    /** Those of some days, by day. */
    public CompletionStage<List<ReceivedReport>> read(String domain, LocalDate from, LocalDate to) {
        return read(domain, from, to, YearMonth.from(from), new ArrayList<>());
    }

    private CompletionStage<List<ReceivedReport>> read(String domain, LocalDate from, LocalDate to, YearMonth month, List<ReceivedReport> found) {
        if (month.isAfter(YearMonth.from(to))) {
            return CompletableFuture.completedFuture(found);
        }
        return database.readAll(select.bind(domain, month(month), (int) from.toEpochDay(), (int) to.toEpochDay()), row -> report(domain, row)).thenCompose(reports -> {
            found.addAll(reports);
            return read(domain, from, to, month.plusMonths(1), found);
        });
    }

    private static int month(YearMonth month) {
        return month.getYear() * MONTHS + month.getMonthValue();
    }

    private static ReceivedReport report(String domain, Row row) {
        Map<Line, Long> counts = new HashMap<>();
        row.getMap("counts", String.class, Long.class).forEach((line, count) -> {
            int end = line.indexOf('\n');
            counts.put(new Line(line.substring(0, end), line.substring(end + 1)), count);
        });
        return new ReceivedReport(domain, Kind.valueOf(row.getString("kind")), LocalDate.ofEpochDay(row.getInt("day")), row.getString("reporter"), row.getString("id"), counts);
    }
}
