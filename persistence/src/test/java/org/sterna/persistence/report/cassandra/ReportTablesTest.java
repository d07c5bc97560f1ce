package org.sterna.persistence.report.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.report.CountedRow;
import org.sterna.persistence.report.ReceivedReport;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.report.ReportKind;
import org.sterna.persistence.store.cassandra.Database;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class ReportTablesTest {
    private static final ReportDay DAY = new ReportDay(ReportKind.DMARC, 20_000);
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(CassandraExtension.settings("reports_test"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static CountedRow row(String what, long count) {
        return new CountedRow(ByteBuffer.wrap(what.getBytes()), count);
    }

    @Test
    void totalsOfAllIncarnationsAreAddedUpAndNoneTwice() throws Exception {
        ReportCounts first = new ReportCounts(database, "first");
        ReportCounts second = new ReportCounts(database, "second");
        await(first.name(DAY, "example.net"));
        await(first.write(DAY, "example.net", row("a", 2)));
        await(first.write(DAY, "example.net", row("a", 5)));
        await(first.write(DAY, "example.net", row("a", 5)));
        await(second.write(DAY, "example.net", row("a", 3)));
        await(second.write(DAY, "example.net", row("b", 1)));
        await(second.name(DAY, "example.net"));
        await(second.write(new ReportDay(ReportKind.TLS, 20_000), "example.net", row("b", 7)));
        assertThat(await(first.domains(DAY, 10))).containsExactly("example.net");
        assertThat(await(first.rows(DAY, "example.net", 100))).containsExactlyInAnyOrder(row("a", 8), row("b", 1));
        assertThat(await(first.domains(new ReportDay(ReportKind.DMARC, 20_001), 10))).isEmpty();
    }

    @Test
    void oneHasAReportAndWhatItMarkedStays() throws Exception {
        ReportSendings first = new ReportSendings(database, "first");
        ReportSendings second = new ReportSendings(database, "second");
        assertThat(await(first.take(DAY, "example.net", Duration.ofMinutes(10)))).isTrue();
        assertThat(await(second.take(DAY, "example.net", Duration.ofMinutes(10)))).isFalse();
        assertThat(await(second.mark(DAY, "example.net", "x@example.net"))).isFalse();
        assertThat(await(first.mark(DAY, "example.net", "x@example.net"))).isTrue();
        assertThat(await(first.mark(DAY, "example.net", "y@example.net"))).isTrue();
        assertThat(await(first.unmark(DAY, "example.net", "y@example.net"))).isTrue();
        assertThat(await(first.release(DAY, "example.net"))).isTrue();
        assertThat(await(second.take(DAY, "example.net", Duration.ofMinutes(10)))).isTrue();
        ReportSendings.Standing standing = await(second.standing(DAY, "example.net"));
        assertThat(standing.marked()).containsExactly("x@example.net");
        assertThat(standing.done()).isFalse();
        assertThat(await(second.finish(DAY, "example.net"))).isTrue();
        assertThat(await(second.release(DAY, "example.net"))).isTrue();
        assertThat(await(first.take(DAY, "example.net", Duration.ofMinutes(10)))).isFalse();
        assertThat(await(first.standing(DAY, "example.net")).done()).isTrue();
    }

    @Test
    void anOwnerThatIsGoneIsReplaced() throws Exception {
        ReportSendings second = new ReportSendings(database, "second");
        assertThat(await(new ReportSendings(database, "gone").take(DAY, "example.com", Duration.ofSeconds(1)))).isTrue();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        boolean taken = false;
        while (!taken && System.nanoTime() - end < 0) {
            taken = await(second.take(DAY, "example.com", Duration.ofMinutes(10)));
        }
        assertThat(taken).isTrue();
    }

    @Test
    void aReportIsKeptOnce() throws Exception {
        ReceivedReports reports = new ReceivedReports(database, Duration.ofDays(1), 3);
        Instant begin = DAY.begin();
        ReceivedReport report = new ReceivedReport(ReportKind.DMARC, "example.org", "Example", "1", begin, DAY.end(),
                List.of(new ReceivedReport.Sum("192.0.2.1", "none", List.of("dkim", "spf"), 7)));
        assertThat(await(reports.add(report))).isEqualTo(ReceivedReports.Outcome.STORED);
        assertThat(await(reports.add(new ReceivedReport(ReportKind.DMARC, "example.org", "Example", "1", begin, DAY.end(), List.of()))))
                .isEqualTo(ReceivedReports.Outcome.KNOWN);
        assertThat(await(reports.of("example.org", DAY.day()))).containsExactly(report);
        for (String id : List.of("2", "3")) {
            await(reports.add(new ReceivedReport(ReportKind.TLS, "example.org", "Example", id, begin, begin, List.of())));
        }
        assertThat(await(reports.add(new ReceivedReport(ReportKind.TLS, "example.org", "Example", "more", begin, begin, List.of()))))
                .isEqualTo(ReceivedReports.Outcome.TOO_MANY);
    }
}
