package org.sterna.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where numbers are on an axis that begins with 0 and has round numbers beside it.
 *
 * @param step  from one of them to the next: 1, 2 or 5 times a power of ten
 * @param steps how many there are above 0
 */
record LinearAxis(double step, int steps) {
    private static final int MOST_STEPS = 8;
    private static final int[] ROUND = {1, 2, 5, 10};

    /** One that has a place for everything from 0 to this number. */
    static LinearAxis upTo(double largest) {
        double wanted = largest > 0 ? largest : 1;
        double power = Math.pow(10, Math.floor(Math.log10(wanted / MOST_STEPS)));
        double step = IntStream.of(ROUND).mapToDouble(factor -> factor * power).filter(each -> wanted / each <= MOST_STEPS).findFirst().orElse(10 * power);
        return new LinearAxis(step, (int) Math.ceil(wanted / step));
    }

    /** From 0 to 1. */
    double position(double number) {
        return number / (step * steps);
    }

    /** The numbers to write beside it. */
    List<Double> ticks() {
        return IntStream.rangeClosed(0, steps).mapToObj(number -> number * step).toList();
    }
}
