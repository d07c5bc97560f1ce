package org.sterna.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Where numbers are on an axis on which each step of the same length multiplies by the same factor. 0, which has no place there, is put one decade below the
 * decade of the smallest other number.
 *
 * @param first the power of ten at position 0
 * @param last  that at position 1, not always whole; above {@code first}
 * @param zero  whether position 0 is that of the number 0
 */
record LogarithmicAxis(int first, double last, boolean zero) {

    /**
     * One on which all of these have a place.
     *
     * @param numbers 0 or above
     */
    static LogarithmicAxis of(Collection<Double> numbers) {
        boolean zero = numbers.contains(0.0);
        double smallest = numbers.stream().filter(number -> number > 0).min(Double::compare).orElse(1.0);
        double largest = numbers.stream().max(Double::compare).filter(number -> number > 0).orElse(1.0);
        int first = (int) Math.floor(Math.log10(smallest)) - (zero ? 1 : 0);
        return new LogarithmicAxis(first, Math.max(Math.log10(largest), first + 1), zero);
    }

    /** From 0 to 1. */
    double position(double number) {
        return number == 0 ? 0 : (Math.log10(number) - first) / (last - first);
    }

    /** The numbers to write beside it: the powers of ten, and 0 if it is there. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (zero) {
            ticks.add(0.0);
        }
        for (int power = zero ? first + 1 : first; power <= last; power++) {
            ticks.add(Math.pow(10, power));
        }
        return ticks;
    }
}
