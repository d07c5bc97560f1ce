package org.sterna.platform.management.prometheus;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.sterna.persistence.measure.Latency;

/**
 * The figures that are told, and where they are read when somebody asks. Names follow Prometheus' conventions: base units, and {@code _total} for what only grows.
 * To be filled by one thread before it is asked.
 */
public final class Figures {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    private final List<Supplier<MetricSnapshot>> sources = new ArrayList<>();

    /** Takes the values of one figure, one for each combination of labels. */
    public interface Values {
        /** @param labels as many as the figure has names */
        void add(double value, String... labels);
    }

    /** Takes the times of one figure, one histogram for each combination of labels. */
    public interface Times {
        /** @param labels as many as the figure has names */
        void add(Latency latency, String... labels);
    }

    /** A page as a client is sent it. */
    public record Page(String contentType, byte[] octets) { }

    /** @param name ends in {@code _total} */
    public Figures counter(String name, String help, List<String> labels, Consumer<Values> values) {
        if (!name.endsWith("_total")) {
            throw new IllegalArgumentException(name + " counts, so its name must end in _total");
        }
        sources.add(() -> {
            CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
            values.accept((value, own) -> counter.dataPoint(CounterDataPointSnapshot.builder().value(value).labels(labels(labels, own)).build()));
            return counter.build();
        });
        return this;
    }

    public Figures counter(String name, String help, DoubleSupplier value) {
        return counter(name, help, List.of(), values -> values.add(value.getAsDouble()));
    }

    public Figures gauge(String name, String help, List<String> labels, Consumer<Values> values) {
        sources.add(() -> {
            GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
            values.accept((value, own) -> gauge.dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(labels(labels, own)).build()));
            return gauge.build();
        });
        return this;
    }

    public Figures gauge(String name, String help, DoubleSupplier value) {
        return gauge(name, help, List.of(), values -> values.add(value.getAsDouble()));
    }

    /** @param name ends in {@code _seconds} */
    public Figures histogram(String name, String help, List<String> labels, Consumer<Times> times) {
        if (!name.endsWith("_seconds")) {
            throw new IllegalArgumentException(name + " is of times, so its name must end in _seconds");
        }
        sources.add(() -> {
            HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(name).help(help);
            times.accept((latency, own) -> {
                Latency.Counted counted = latency.counted();
                histogram.dataPoint(HistogramDataPointSnapshot.builder().classicHistogramBuckets(ClassicHistogramBuckets.of(bounds(), counted.counts()))
                        .sum(counted.seconds()).labels(labels(labels, own)).build());
            });
            return histogram.build();
        });
        return this;
    }

    public Figures histogram(String name, String help, Latency latency) {
        return histogram(name, help, List.of(), times -> times.add(latency));
    }

    private static List<Double> bounds() {
        List<Double> bounds = new ArrayList<>(Latency.bounds());
        bounds.add(Double.POSITIVE_INFINITY);
        return bounds;
    }

    private static Labels labels(List<String> names, String[] values) {
        return Labels.of(names, List.of(values));
    }

    /**
     * Reads all figures.
     *
     * @param accept the client's header field; empty for the classic text format
     */
    public Page page(String accept) {
        MetricSnapshots snapshots = new MetricSnapshots(sources.stream().map(Supplier::get).toList());
        ExpositionFormatWriter writer = FORMATS.findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream(32 << 10);
        try {
            writer.write(out, snapshots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), out.toByteArray());
    }
}
