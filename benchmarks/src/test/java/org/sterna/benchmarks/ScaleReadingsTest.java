package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleReadingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenCanBeRead() throws IOException {
        ScaleReadings written = new ScaleReadings();
        written.add(ScaleFigure.PROCESSOR, "delivered, \"hot\"", 1_000_000, 2.25);
        written.add(ScaleFigure.READS, "relayed", 0, 0);
        Path file = folder.resolve("scale.csv");
        written.write(file);
        assertThat(file).content().isEqualTo("figure,series,size,value\nprocessor,\"delivered, \"\"hot\"\"\",1000000,2.2500\nreads,\"relayed\",0,0.0000\n");
        assertThat(ScaleReadings.read(file).rows()).isEqualTo(written.rows());
    }

    @Test
    void aLineOfAnotherFormIsNamed() throws IOException {
        Path unknown = Files.writeString(folder.resolve("unknown.csv"), "figure,series,size,value\nmoon,\"here\",1,2\n");
        assertThatIOException().isThrownBy(() -> ScaleReadings.read(unknown)).withMessageContaining("line 2");
        Path headless = Files.writeString(folder.resolve("headless.csv"), "time,\"here\",1,2\n");
        assertThatIOException().isThrownBy(() -> ScaleReadings.read(headless)).withMessageContaining("line 1");
    }

    @Test
    void aChartHasTheMedianOfTheRoundsAndTheirRange() {
        ScaleReadings readings = new ScaleReadings();
        for (double value : new double[] {3, 1, 2}) {
            readings.add(ScaleFigure.TIME, "SELECT", 10, value);
        }
        readings.add(ScaleFigure.TIME, "SELECT", 1, 5);
        readings.add(ScaleFigure.TIME, "APPEND", 1, 7);
        readings.add(ScaleFigure.TIME, "APPEND", 1, 8);
        LineChart chart = readings.chart(ScaleFigure.TIME, "messages").orElseThrow();
        assertThat(chart.lines()).extracting(LineChart.Line::name).containsExactly("SELECT", "APPEND");
        assertThat(chart.lines().get(0).points()).containsExactly(new LineChart.Point(1, 5, 5, 5), new LineChart.Point(10, 2, 1, 3));
        assertThat(chart.lines().get(1).points()).containsExactly(new LineChart.Point(1, 7.5, 7, 8));
        assertThat(chart.title()).isEqualTo("Median times");
        assertThat(chart.up()).isEqualTo("milliseconds");
    }

    @Test
    void withoutReadingsOrUnitThereIsNoChart() {
        ScaleReadings readings = new ScaleReadings();
        readings.add(ScaleFigure.MUTATIONS, "SELECT", 10, 1);
        assertThat(readings.chart(ScaleFigure.TIME, "x")).isEmpty();
        assertThat(readings.chart(ScaleFigure.MUTATIONS, "x")).isEmpty();
    }
}
