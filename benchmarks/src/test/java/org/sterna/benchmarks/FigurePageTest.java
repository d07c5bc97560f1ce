package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FigurePageTest {
    private static final String PAGE = """
            # HELP sterna_cluster_messages_total Messages of entities and of those who ask them, from node to node.
            # TYPE sterna_cluster_messages_total counter
            sterna_cluster_messages_total{direction="received"} 12.0
            sterna_cluster_messages_total{direction="sent"} 30.0
            sterna_cassandra_request_duration_seconds_count{operation="read"} 7
            sterna_cassandra_request_duration_seconds_count{operation="write"} 1.5E3
            sterna_cassandra_request_duration_seconds_count{operation="conditional"} 2
            sterna_build_info{version="development",java="17 and more"} 1.0
            """;

    @Test
    void readsNamesWithLabelsAndTheirValues() throws IOException {
        FigurePage page = FigurePage.parse(PAGE);
        assertThat(page.value("sterna_cassandra_request_duration_seconds_count{operation=\"write\"}")).isEqualTo(1500);
        assertThat(page.value("sterna_build_info{version=\"development\",java=\"17 and more\"}")).isEqualTo(1);
    }

    @Test
    void aFigureThatIsNotThereIsAnError() {
        assertThatIOException().isThrownBy(() -> FigurePage.parse(PAGE).value("sterna_moon")).withMessageContaining("sterna_moon");
    }

    @Test
    void whatASpanCostIsDividedByItsMessages() throws IOException {
        ClusterReading before = ClusterReading.of(Duration.ofMillis(100), Duration.ofMillis(50), FigurePage.parse(PAGE));
        ClusterReading after = new ClusterReading(Duration.ofMillis(500), Duration.ofMillis(250), 27, 1700, 2, 230);
        assertThat(after.minus(before)).isEqualTo(new ClusterReading(Duration.ofMillis(400), Duration.ofMillis(200), 20, 200, 0, 200));
        assertThat(after.minus(before).dividedBy(100).strip().split(" +")).containsExactly("4.00", "2.00", "2.00", "0.20", "0.000", "2.00");
    }
}
