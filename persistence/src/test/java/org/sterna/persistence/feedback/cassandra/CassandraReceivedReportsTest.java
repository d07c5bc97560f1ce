package org.sterna.persistence.feedback.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.feedback.ReceivedReport;
import org.sterna.persistence.feedback.ReceivedReport.Kind;
import org.sterna.persistence.feedback.ReceivedReport.Line;
import org.sterna.persistence.store.cassandra.Database;

@ExtendWith(CassandraExtension.class)
class CassandraReceivedReportsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

    @Test
    void reportsOfSomeDaysAreFoundAndTheSameOneCountsOnce() {
        try (Database database = Database.open(CassandraExtension.settings("received_reports"))) {
            CassandraReceivedReports reports = new CassandraReceivedReports(database);
            ReceivedReport first = report(Kind.DMARC, DAY, "a", 3);
            ReceivedReport next = report(Kind.TLS, DAY.plusDays(1), "a", 4);
            ReceivedReport old = report(Kind.DMARC, DAY.minusYears(1), "a", 5);
            for (ReceivedReport each : List.of(first, first, next, old)) {
                reports.put(each).toCompletableFuture().join();
            }
            assertThat(reports.read("example.org", DAY, DAY.plusDays(1)).toCompletableFuture().join()).containsExactly(first, next);
            assertThat(reports.read("example.org", DAY.minusYears(1), DAY).toCompletableFuture().join()).containsExactly(old, first);
            assertThat(reports.read("example.net", DAY, DAY.plusDays(1)).toCompletableFuture().join()).isEmpty();
        }
    }

    @Test
    void whatIsTooMuchIsOneLine() {
        List<Map.Entry<Line, Long>> lines = IntStream.range(0, 5_000).mapToObj(i -> Map.entry(new Line("192.0.2." + i, "none"), 2L)).toList();
        ReceivedReport report = ReceivedReport.of("example.org", Kind.DMARC, DAY, "r".repeat(1_000), "id\n", lines);
        assertThat(report.counts()).hasSize(ReceivedReport.MOST_COUNTS).containsEntry(new Line("", "others"), 2L * (5_000 - ReceivedReport.MOST_COUNTS + 1));
        assertThat(report.reporter()).hasSize(255);
        assertThat(report.id()).isEqualTo("id?");
        assertThat(ReceivedReport.of("example.org", Kind.TLS, DAY, "r", "i", Collections.nCopies(3, Map.entry(new Line("h", "success"), 1L))).counts())
                .containsExactly(Map.entry(new Line("h", "success"), 3L));
    }

    private static ReceivedReport report(Kind kind, LocalDate day, String id, long count) {
        return ReceivedReport.of("example.org", kind, day, "Example", id, List.of(Map.entry(new Line("192.0.2.1", "none, nothing aligned"), count)));
    }
}
