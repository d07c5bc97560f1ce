package org.sterna.platform.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.report.CountedRow;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.report.ReportKind;
import org.sterna.persistence.report.cassandra.ReportCounts;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.transfer.TlsOutcomes.TlsOutcome;
import org.sterna.protocols.tls.AppliedPolicy;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class ReportCollectorTest {
    private final SteppedClock clock = new SteppedClock();
    private Database database;
    private ReportCounts counts;
    private ReportCollector collector;

    @BeforeEach
    void open() {
        database = Database.open(CassandraExtension.settings("report_collector_test"));
        counts = new ReportCounts(database, "one");
        collector = new ReportCollector(counts, SternaSettings.load(Optional.empty(), List.of(), Optional.of(Path.of("unused")), OptionalInt.empty()).reports(), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void session(String domain) {
        collector.told(new TlsOutcome(AppliedPolicy.none(domain), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void aDayEndsAtMidnightAndItsTotalsStay() {
        ReportDay first = ReportDay.of(ReportKind.TLS, clock.instant());
        clock.step(Duration.ofHours(23));
        session("Example.com");
        session("example.com");
        await(collector.write());
        clock.step(Duration.ofHours(1));
        session("example.com");
        await(collector.write());
        clock.step(Duration.ofHours(1));
        await(collector.write());
        session("example.com");
        await(collector.write());
        assertThat(await(counts.rows(first, "example.com", 10)).stream().mapToLong(CountedRow::count).sum()).isEqualTo(2);
        assertThat(await(counts.rows(new ReportDay(ReportKind.TLS, first.day() + 1), "example.com", 10)).stream().mapToLong(CountedRow::count).sum()).isEqualTo(2);
        assertThat(collector.dropped()).isZero();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < ReportCollector.MOST_ROWS + 7; i++) {
            session(i + ".example");
        }
        session("0.example");
        assertThat(collector.dropped()).isEqualTo(7);
    }
}
