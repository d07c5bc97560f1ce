package org.sterna.persistence.report.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.report.ReceivedReport;
import org.sterna.persistence.report.ReportKind;
import org.sterna.persistence.store.cassandra.Database;

/** The table {@code report_received}. Bounded: of a domain and a day {@value #MOST} reports, each with {@value ReceivedReport#MOST_SUMS} sums. */
public final class ReceivedReports {
    /** The largest receivers send one a day; there are not so many. */
    static final int MOST = 500;

    private final Database database;
    private final int most;
    private final PreparedStatement insert;
    private final PreparedStatement names;
    private final PreparedStatement select;

    /** What became of a report. */
    public enum Outcome {
        STORED,
        /** The same reporter has sent one with that id before. */
        KNOWN,
        /** There are {@value ReceivedReports#MOST} of that day. */
        TOO_MANY
    }

    /** @param life how long they are kept */
    public ReceivedReports(Database database, Duration life) {
        this(database, life, MOST);
    }

    ReceivedReports(Database database, Duration life, int most) {
        this.database = database;
        this.most = most;
        insert = database.prepare("INSERT INTO report_received (domain, day, kind, reporter, id, content) VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS USING TTL "
                + life.toSeconds());
        names = database.prepare("SELECT id FROM report_received WHERE domain = ? AND day = ? LIMIT " + most);
        select = database.prepare("SELECT kind, reporter, id, content FROM report_received WHERE domain = ? AND day = ? LIMIT " + 2 * most);
    }

    /** The first one of several with the same id stays. */
    public CompletionStage<Outcome> add(ReceivedReport report) {
        long day = report.day().day();
        return database.readAll(names.bind(report.domain(), day), row -> row.getString(0)).thenCompose(there -> there.size() >= most
                ? CompletableFuture.completedFuture(Outcome.TOO_MANY)
                : database.writeIf(insert.bind(report.domain(), day, report.kind().word(), report.reporter(), report.id(), report.written()))
                        .thenApply(stored -> stored ? Outcome.STORED : Outcome.KNOWN));
    }

    /** @param day since 1970, of UTC */
    public CompletionStage<List<ReceivedReport>> of(String domain, long day) {
        return database.readAll(select.bind(domain, day), row -> ReceivedReport.read(ReportKind.valueOf(row.getString(0).toUpperCase(Locale.ROOT)), domain,
                row.getString(1), row.getString(2), row.getByteBuffer(3)));
    }
}
