package org.sterna.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** Something in a node that grows, and what is measured beside it. */
interface ScaleSubject extends Closeable {
    /**
     * Makes it larger. Ends early when the time is spent, without an error.
     *
     * @param size not below the one of the last call
     */
    void grow(long size, TimeBudget budget) throws IOException, InterruptedException;

    /** One round; the size is the same before and behind it. */
    void measure(long size, ScaleReadings readings) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException { }
}
