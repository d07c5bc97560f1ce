package org.sterna.platform.management.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.measure.Latency;

class FiguresTest {
    private static String page(Figures figures) {
        return new String(figures.page("").octets(), UTF_8);
    }

    @Test
    void countersAndGaugesHaveAValueForEachCombinationOfLabels() {
        Figures figures = new Figures().counter("sterna_things_total", "Things.", List.of("kind"), values -> {
            values.add(2, "big");
            values.add(3, "a \"small\" one");
        }).gauge("sterna_now", "Now.", () -> 0.5);
        assertThat(page(figures)).isEqualTo("""
                # HELP sterna_now Now.
                # TYPE sterna_now gauge
                sterna_now 0.5
                # HELP sterna_things_total Things.
                # TYPE sterna_things_total counter
                sterna_things_total{kind="a \\"small\\" one"} 3.0
                sterna_things_total{kind="big"} 2.0
                """);
    }

    @Test
    void aHistogramCountsWhatTookNoLonger() {
        Latency latency = new Latency();
        latency.record(Duration.ofMillis(1).toNanos());
        latency.record(Duration.ofMillis(30).toNanos());
        latency.record(Duration.ofSeconds(60).toNanos());
        assertThat(page(new Figures().histogram("sterna_wait_seconds", "Waiting.", latency)))
                .contains("# TYPE sterna_wait_seconds histogram\n", "sterna_wait_seconds_bucket{le=\"5.0E-4\"} 0\n", "sterna_wait_seconds_bucket{le=\"0.001\"} 1\n",
                        "sterna_wait_seconds_bucket{le=\"0.025\"} 1\n", "sterna_wait_seconds_bucket{le=\"0.05\"} 2\n", "sterna_wait_seconds_bucket{le=\"30.0\"} 2\n",
                        "sterna_wait_seconds_bucket{le=\"+Inf\"} 3\n", "sterna_wait_seconds_count 3\n", "sterna_wait_seconds_sum 60.031\n");
    }

    @Test
    void namesFollowTheConventions() {
        assertThatThrownBy(() -> new Figures().counter("sterna_things", "Things.", () -> 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Figures().histogram("sterna_wait_millis", "Waiting.", new Latency())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theProcessHasFigures() {
        Figures figures = new Figures();
        ProcessFigures.addTo(figures);
        assertThat(page(figures)).contains("\nprocess_cpu_seconds_total ", "\nprocess_start_time_seconds ", "\njvm_memory_used_bytes{area=\"heap\"} ",
                "\njvm_gc_collections_total{gc=", "\njvm_threads_current ");
    }
}
