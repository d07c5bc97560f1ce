package org.sterna.persistence.report.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.report.CountedRow;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.store.cassandra.Database;

/**
 * The tables {@code report_domain} and {@code report_count}: each incarnation overwrites its own totals, so that writing them again counts nothing twice; a reader adds
 * up those of all.
 */
public final class ReportCounts {
    /** Reports are made on the next day; the rest is for who looks into it. */
    private static final int LIFE = (int) Duration.ofDays(10).toSeconds();

    private final Database database;
    private final String incarnation;
    private final PreparedStatement name;
    private final PreparedStatement write;
    private final PreparedStatement domains;
    private final PreparedStatement rows;

    /** @param incarnation whose totals are written */
    public ReportCounts(Database database, String incarnation) {
        this.database = database;
        this.incarnation = incarnation;
        name = database.prepare("INSERT INTO report_domain (kind, day, domain) VALUES (?, ?, ?) USING TTL " + LIFE);
        write = database.prepare("INSERT INTO report_count (kind, day, domain, row, incarnation, count) VALUES (?, ?, ?, ?, ?, ?) USING TTL " + LIFE);
        domains = database.prepare("SELECT domain FROM report_domain WHERE kind = ? AND day = ? LIMIT ?");
        rows = database.prepare("SELECT row, count FROM report_count WHERE kind = ? AND day = ? AND domain = ? LIMIT ?");
    }

    /** Says that there is something to report to a domain. */
    public CompletionStage<Void> name(ReportDay day, String domain) {
        return database.write(name.bind(day.kind().word(), day.day(), domain));
    }

    /** @param total so far, by this incarnation */
    public CompletionStage<Void> write(ReportDay day, String domain, CountedRow total) {
        return database.write(write.bind(day.kind().word(), day.day(), domain, total.row(), incarnation, total.count()));
    }

    /** In their order; no more than {@code most}. */
    public CompletionStage<List<String>> domains(ReportDay day, int most) {
        return database.readAll(domains.bind(day.kind().word(), day.day(), most), row -> row.getString(0));
    }

    /**
     * The sums over all incarnations.
     *
     * @param most rows that are read
     */
    public CompletionStage<List<CountedRow>> rows(ReportDay day, String domain, int most) {
        return database.readAll(rows.bind(day.kind().word(), day.day(), domain, most), row -> new CountedRow(row.getByteBuffer(0), row.getLong(1))).thenApply(all -> {
            Map<ByteBuffer, Long> sums = new LinkedHashMap<>();
            all.forEach(each -> sums.merge(each.row(), each.count(), Long::sum));
            return sums.entrySet().stream().map(each -> new CountedRow(each.getKey(), each.getValue())).toList();
        });
    }
}
