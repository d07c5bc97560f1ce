package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparedReadingsTest {
    private static final ComparedFigure RATE = new ComparedFigure("relay", "relayed/s");
    private static final String HEAD = "| scenario | figure | one | other | ratio | CPU ms each: one | other | ratio |\n|---|---|---|---|---|---|---|---|\n";

    private final ComparedReadings readings = new ComparedReadings(List.of("one", "other"));

    @Test
    void aRowHasMediansAndRatios() {
        for (int round : new int[] {30, 10, 20}) {
            readings.add("one", RATE, round, Duration.ofMillis(round * 10L), 5);
            readings.add("other", RATE, round * 3, Duration.ofMillis(round * 5L), 5);
        }
        assertThat(readings.markdown(3)).isEqualTo(HEAD + "| relay | relayed/s | 20.0 | 60.0 | 3.00 | 40.0 | 20.0 | 0.500 |\n");
    }

    @Test
    void aScenarioIsNamedOnceAndRowsKeepTheirOrder() {
        readings.add("other", new ComparedFigure("relay", "acknowledged/s"), 1000);
        readings.add("one", RATE, 2);
        readings.add("one", new ComparedFigure("append", "messages/s"), 3);
        readings.add("one", new ComparedFigure("relay", "lost"), 4);
        assertThat(readings.markdown(1)).isEqualTo(HEAD + """
                | relay | acknowledged/s | - | 1,000 | - | - | - | - |
                |  | relayed/s | 2.00 | - | - | - | - | - |
                |  | lost | 4.00 | - | - | - | - | - |
                | append | messages/s | 3.00 | - | - | - | - | - |
                """);
    }

    @Test
    void anotherNumberOfValuesIsTold() {
        readings.add("one", RATE, 1);
        readings.add("one", RATE, 2);
        readings.add("other", RATE, 6);
        assertThat(readings.markdown(2)).contains("| relay | relayed/s | 1.50 | 6.00 (1) | 4.00 |");
    }

    @Test
    void nothingIsDividedByNothing() {
        readings.add("one", RATE, 0);
        readings.add("other", RATE, 6);
        assertThat(readings.markdown(1)).contains("| 0 | 6.00 | - |");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetween() {
        assertThat(ComparedReadings.median(List.of(9.0, 1.0, 4.0, 2.0))).contains(3.0);
        assertThat(ComparedReadings.median(List.of(7.0))).contains(7.0);
        assertThat(ComparedReadings.median(List.of())).isEmpty();
    }

    @Test
    void numbersHaveThreeDigitsThatCount() {
        assertThat(List.of(0.0, 0.00456, 0.9994, 0.99951, 9.994, 9.996, 99.94, 99.96, 12_345.6).stream().map(ComparedReadings::number))
                .containsExactly("0", "0.005", "0.999", "1.00", "9.99", "10.0", "99.9", "100", "12,346");
    }

    @Test
    void aServerThatIsNotComparedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> readings.add("third", RATE, 1)).withMessageContaining("third");
        assertThatIllegalArgumentException().isThrownBy(() -> new ComparedReadings(List.of("one")));
    }
}
