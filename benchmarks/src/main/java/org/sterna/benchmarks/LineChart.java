package org.sterna.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over a logarithmic axis, upwards from 0, drawn as an SVG file (W3C SVG 1.1) that needs no style sheet, script or font of its own. Its ground is white, so
 * that it can be read on dark pages, too.
 *
 * @param across the title of the logarithmic axis, with its unit
 * @param up     that of the other one
 * @param lines  with at least one point; the first six have colours of their own
 */
record LineChart(String title, String across, String up, List<Line> lines) {
    /** Told apart by colour-blind readers, too. */
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#555555");
    private static final int WIDTH = 760;
    private static final int LEFT = 74;
    private static final int RIGHT = 726;
    private static final int TOP = 44;
    private static final int BOTTOM = 304;
    private static final int LEGEND = 374;
    private static final int LEGEND_LINE = 20;

    /** A line. */
    record Line(String name, List<Point> points) {
        Line {
            points = List.copyOf(points);
        }
    }

    /**
     * A place on a line.
     *
     * @param x    0 or above
     * @param y    0 or above
     * @param low  the lowest that was measured there
     * @param high the highest
     */
    record Point(double x, double y, double low, double high) { }

    LineChart {
        lines = List.copyOf(lines);
        if (lines.stream().allMatch(line -> line.points().isEmpty())) {
            throw new IllegalArgumentException("a chart needs at least one point");
        }
    }

    /** The file's text. */
    String svg() {
        LogarithmicAxis horizontal = LogarithmicAxis.of(all().stream().map(Point::x).toList());
        LinearAxis vertical = LinearAxis.upTo(all().stream().mapToDouble(Point::high).max().orElseThrow());
        int height = LEGEND + LEGEND_LINE * lines.size();
        StringBuilder svg = new StringBuilder();
        add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\" "
                + "fill=\"#222222\">", WIDTH, height, WIDTH, height);
        add(svg, "<title>%s</title>", escaped(title));
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        add(svg, "<text x=\"%d\" y=\"26\" font-size=\"15\" font-weight=\"bold\">%s</text>", LEFT, escaped(title));
        vertical.ticks().forEach(tick -> beside(svg, y(vertical, tick), tick));
        horizontal.ticks().forEach(tick -> below(svg, x(horizontal, tick), tick));
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", (LEFT + RIGHT) / 2, BOTTOM + 46, escaped(across));
        add(svg, "<text transform=\"translate(20 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>", (TOP + BOTTOM) / 2, escaped(up));
        for (int number = 0; number < lines.size(); number++) {
            draw(svg, lines.get(number), COLOURS.get(number % COLOURS.size()), horizontal, vertical);
            legend(svg, lines.get(number), COLOURS.get(number % COLOURS.size()), LEGEND + LEGEND_LINE * number);
        }
        return svg.append("</svg>\n").toString();
    }

    private List<Point> all() {
        return lines.stream().flatMap(line -> line.points().stream()).toList();
    }

    private static double x(LogarithmicAxis axis, double number) {
        return LEFT + axis.position(number) * (RIGHT - LEFT);
    }

    private static double y(LinearAxis axis, double number) {
        return BOTTOM - axis.position(number) * (BOTTOM - TOP);
    }

    private static void beside(StringBuilder svg, double y, double tick) {
        add(svg, "<path d=\"M%d %.1fH%d\" stroke=\"%s\"/>", LEFT, y, RIGHT, tick == 0 ? "#222222" : "#dddddd");
        add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 4.5, number(tick));
    }

    private static void below(StringBuilder svg, double x, double tick) {
        add(svg, "<path d=\"M%.1f %dV%d\" stroke=\"#dddddd\"/>", x, TOP, BOTTOM);
        add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, BOTTOM + 20, number(tick));
    }

    private static void draw(StringBuilder svg, Line line, String colour, LogarithmicAxis horizontal, LinearAxis vertical) {
        List<String> places = new ArrayList<>();
        for (Point point : line.points()) {
            double x = x(horizontal, point.x());
            places.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y(vertical, point.y())));
            add(svg, "<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\" stroke-opacity=\"0.4\" stroke-width=\"5\"/>", x, y(vertical, point.low()), y(vertical, point.high()),
                    colour);
            add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x, y(vertical, point.y()), colour);
        }
        add(svg, "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", places.stream().collect(Collectors.joining(" ")), colour);
    }

    private static void legend(StringBuilder svg, Line line, String colour, int y) {
        add(svg, "<path d=\"M%d %dh28\" stroke=\"%s\" stroke-width=\"2\"/>", LEFT, y, colour);
        add(svg, "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>", LEFT + 14, y, colour);
        add(svg, "<text x=\"%d\" y=\"%.1f\">%s</text>", LEFT + 38, y + 4.5, escaped(line.name()));
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Without the digits that floating point adds. */
    private static String number(double number) {
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros();
        return rounded.scale() > 0 ? rounded.toPlainString() : String.format(Locale.ROOT, "%,d", rounded.longValueExact());
    }

    /** As the content of an element; control characters, which XML 1.0 section 2.2 does not have, become spaces. */
    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
