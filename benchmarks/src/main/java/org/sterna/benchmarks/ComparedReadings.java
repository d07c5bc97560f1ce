package org.sterna.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What was measured of two servers in all rounds, and the table of the medians. Scenarios, and the rows of each, stand in the order in which they were first
 * measured.
 */
final class ComparedReadings {
    private static final String NOTHING = "-";

    /** Of one figure and one server: its values, and the processor milliseconds of each piece of work where those were read. */
    private static final class Values {
        private final List<Double> values = new ArrayList<>();
        private final List<Double> processor = new ArrayList<>();
    }

    private final List<String> servers;
    private final Map<ComparedFigure, Map<String, Values>> rows = new LinkedHashMap<>();

    /** @param servers whose names head the columns; ratios are the second's figure divided by the first's */
    ComparedReadings(List<String> servers) {
        if (servers.size() != 2) {
            throw new IllegalArgumentException("two servers are compared, not " + servers.size());
        }
        this.servers = List.copyOf(servers);
    }

    void add(String server, ComparedFigure figure, double value) {
        values(server, figure).values.add(value);
    }

    /**
     * The same of something that used the server's processors.
     *
     * @param processor of all of it
     * @param pieces    how many messages, sessions or commands it was
     */
    void add(String server, ComparedFigure figure, double value, Duration processor, long pieces) {
        add(server, figure, value);
        values(server, figure).processor.add(processor.toNanos() / 1e6 / pieces);
    }

    private Values values(String server, ComparedFigure figure) {
        if (!servers.contains(server)) {
            throw new IllegalArgumentException(server + " is none of " + servers);
        }
        return rows.computeIfAbsent(figure, unused -> new HashMap<>()).computeIfAbsent(server, unused -> new Values());
    }

    /**
     * The table as Markdown.
     *
     * @param rounds a median of another number of values has that number behind it
     */
    String markdown(int rounds) {
        String names = String.join(" | ", servers);
        StringBuilder table = new StringBuilder("| scenario | figure | " + names + " | ratio | CPU ms each: " + names + " | ratio |\n"
                + "|---|---|---|---|---|---|---|---|\n");
        for (String scenario : rows.keySet().stream().map(ComparedFigure::scenario).distinct().toList()) {
            String name = scenario;                          // in its first row alone
            for (ComparedFigure figure : rows.keySet().stream().filter(each -> each.scenario().equals(scenario)).toList()) {
                Map<String, Values> row = rows.get(figure);
                table.append("| ").append(name).append(" | ").append(figure.quantity()).append(" | ")
                        .append(cells(servers.stream().map(server -> of(row, server).values).toList(), rounds)).append(" | ")
                        .append(cells(servers.stream().map(server -> of(row, server).processor).toList(), rounds)).append(" |\n");
                name = "";
            }
        }
        return table.toString();
    }

    private static Values of(Map<String, Values> row, String server) {
        return row.getOrDefault(server, new Values());
    }

    private static String cells(List<List<Double>> values, int rounds) {
        List<Optional<Double>> medians = values.stream().map(ComparedReadings::median).toList();
        String cells = values.stream().map(each -> median(each).map(ComparedReadings::number).orElse(NOTHING)
                + (each.isEmpty() || each.size() == rounds ? "" : " (" + each.size() + ")")).collect(Collectors.joining(" | "));
        return cells + " | " + ratio(medians.get(0), medians.get(1));
    }

    private static String ratio(Optional<Double> first, Optional<Double> second) {
        return first.filter(value -> value > 0).flatMap(divisor -> second.map(value -> number(value / divisor))).orElse(NOTHING);
    }

    /** The middle one, or the mean of the two in the middle; empty if there are none. */
    static Optional<Double> median(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Optional.of(DoubleStream.of(sorted[(sorted.length - 1) / 2], sorted[sorted.length / 2]).average().orElseThrow());
    }

    /** With three digits that count, and all those before the point. */
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
