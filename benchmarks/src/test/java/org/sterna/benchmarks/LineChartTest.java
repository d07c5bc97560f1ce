package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class LineChartTest {
    private static final LineChart CHART = new LineChart("Cost & size", "messages in the mailbox", "milliseconds <a message>", List.of(
            new LineChart.Line("delivered \"here\"\u0007", List.of(point(1, 1), point(100, 2), point(10_000, 4))),
            new LineChart.Line("relayed", List.of(new LineChart.Point(1, 3, 2, 5)))));

    private static LineChart.Point point(double x, double y) {
        return new LineChart.Point(x, y, y, y);
    }

    @Test
    void isXmlThatSaysWhatItWasGiven() throws Exception {
        Document svg = parsed(CHART);
        assertThat(svg.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(elements(svg, "title").get(0).getTextContent()).isEqualTo("Cost & size");
        assertThat(elements(svg, "text")).extracting(Element::getTextContent).contains("Cost & size", "messages in the mailbox", "milliseconds <a message>",
                "delivered \"here\" ", "relayed", "0", "5", "1", "1,000", "10,000");
        Element ground = elements(svg, "rect").get(0);
        assertThat(ground.getAttribute("fill")).isEqualTo("#ffffff");
        assertThat(ground.getAttribute("width")).isEqualTo(svg.getDocumentElement().getAttribute("width"));
    }

    @Test
    void pointsAreAtTheirPlaces() throws Exception {
        List<Element> points = elements(parsed(CHART), "circle");
        assertThat(points).hasSize(3 + 1 + 2);                   // two of the legend
        double first = number(points.get(0), "cx");
        double last = number(points.get(2), "cx");
        assertThat(first).isEqualTo(74);
        assertThat(last).isEqualTo(726);
        assertThat(number(points.get(1), "cx")).isCloseTo((first + last) / 2, within(0.1));
        assertThat(number(points.get(0), "cy")).isCloseTo(304 - 260 / 5.0, within(0.1));     // 1 of 5
        assertThat(number(points.get(2), "cy")).isCloseTo(304 - 260 * 4 / 5.0, within(0.1));
        assertThat(elements(parsed(CHART), "polyline").get(0).getAttribute("points")).isEqualTo("74.0,252.0 400.0,200.0 726.0,96.0");
    }

    @Test
    void zeroStandsBelowTheSmallestDecade() {
        LogarithmicAxis axis = LogarithmicAxis.of(List.of(0.0, 10.0, 1000.0));
        assertThat(axis.ticks()).containsExactly(0.0, 10.0, 100.0, 1000.0);
        assertThat(axis.ticks()).extracting(axis::position).usingComparatorForType(LineChartTest::nearly, Double.class)
                .containsExactly(0.0, 1 / 3.0, 2 / 3.0, 1.0);
    }

    @Test
    void theLastDecadeNeedNotBeWhole() {
        LogarithmicAxis axis = LogarithmicAxis.of(List.of(10.0, 20_000.0));
        assertThat(axis.ticks()).containsExactly(10.0, 100.0, 1000.0, 10_000.0);
        assertThat(axis.position(20_000)).isEqualTo(1);
        assertThat(LogarithmicAxis.of(List.of(5.0)).position(5)).isBetween(0.0, 1.0);
        assertThat(LogarithmicAxis.of(List.of(0.0)).position(0)).isZero();
    }

    @Test
    void upwardsTheNumbersAreRound() {
        assertThat(LinearAxis.upTo(3.2).ticks()).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5);
        assertThat(LinearAxis.upTo(0.8).position(0.4)).isCloseTo(0.5, within(1e-9));
        assertThat(LinearAxis.upTo(750).ticks()).startsWith(0.0, 100.0).endsWith(800.0);
        assertThat(LinearAxis.upTo(0).ticks()).hasSizeGreaterThan(1);
    }

    @Test
    void aChartOfNothingIsAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LineChart("t", "x", "y", List.of(new LineChart.Line("empty", List.of()))));
    }

    private static int nearly(double one, double other) {
        return Math.abs(one - other) < 1e-9 ? 0 : Double.compare(one, other);
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static Document parsed(LineChart chart) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(chart.svg())));
    }

    private static List<Element> elements(Document svg, String name) {
        return IntStream.range(0, svg.getElementsByTagName(name).getLength()).mapToObj(svg.getElementsByTagName(name)::item)
                .flatMap(node -> node instanceof Element element ? Stream.of(element) : Stream.empty()).toList();
    }
}
