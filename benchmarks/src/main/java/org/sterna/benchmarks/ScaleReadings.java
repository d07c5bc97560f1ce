package org.sterna.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was measured at several sizes, every round of it: a table that is kept as a CSV file, and charts of it. */
final class ScaleReadings {
    private static final String HEADING = "figure,series,size,value";
    private static final Pattern ROW = Pattern.compile("([a-z]+),\"((?:[^\"]|\"\")*)\",([0-9]{1,18}),([0-9]+(?:\\.[0-9]+)?)");

    /**
     * A row.
     *
     * @param series what was measured, one line of a chart
     * @param value  in the figure's unit
     */
    record Reading(ScaleFigure figure, String series, long size, double value) { }

    private final List<Reading> rows = new ArrayList<>();

    void add(ScaleFigure figure, String series, long size, double value) {
        rows.add(new Reading(figure, series, size, value));
    }

    List<Reading> rows() {
        return List.copyOf(rows);
    }

    /** @throws IOException if the file cannot be read or a line has another form; names the line */
    static ScaleReadings read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        ScaleReadings readings = new ScaleReadings();
        for (int number = 0; number < lines.size(); number++) {
            String line = lines.get(number);
            if (number == 0 && line.equals(HEADING)) {
                continue;
            }
            Matcher row = ROW.matcher(line);
            Optional<ScaleFigure> figure = row.matches() ? ScaleFigure.of(row.group(1)) : Optional.empty();
            if (number == 0 || figure.isEmpty()) {
                throw new IOException(file + ", line " + (number + 1) + " is not as this tool writes it: " + line);
            }
            readings.add(figure.get(), row.group(2).replace("\"\"", "\""), Long.parseLong(row.group(3)), Double.parseDouble(row.group(4)));
        }
        return readings;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADING));
        rows.forEach(row -> lines.add(String.format(Locale.ROOT, "%s,\"%s\",%d,%.4f", row.figure().word(), row.series().replace("\"", "\"\""), row.size(), row.value())));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /**
     * Of one figure: at each size the median of the rounds, with the range of them.
     *
     * @param across what the sizes are
     * @return empty if there is nothing of it, or no chart is drawn of it
     */
    Optional<LineChart> chart(ScaleFigure figure, String across) {
        Map<String, TreeMap<Long, List<Double>>> values = new LinkedHashMap<>();
        rows.stream().filter(row -> row.figure() == figure).forEach(row -> values.computeIfAbsent(row.series(), unused -> new TreeMap<>())
                .computeIfAbsent(row.size(), unused -> new ArrayList<>()).add(row.value()));
        List<LineChart.Line> lines = new ArrayList<>();
        values.forEach((series, sizes) -> lines.add(new LineChart.Line(series, sizes.entrySet().stream().map(each -> point(each.getKey(), each.getValue())).toList())));
        return lines.isEmpty() ? Optional.empty() : figure.unit().map(unit -> new LineChart(figure.title(), across, unit, lines));
    }

    private static LineChart.Point point(long size, List<Double> rounds) {
        List<Double> sorted = rounds.stream().sorted().toList();
        double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        return new LineChart.Point(size, median, sorted.get(0), sorted.get(sorted.size() - 1));
    }
}
