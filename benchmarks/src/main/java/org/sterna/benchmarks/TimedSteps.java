package org.sterna.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.sterna.platform.drill.LatencyHistogram;

/** Steps of one kind taken by several threads at once, each step timed. */
final class TimedSteps {
    /** Something done again and again. */
    interface Step {
        /**
         * @param worker which of the threads it is, from 0
         * @param index  of the step, from 0; no two have the same
         */
        void take(int worker, int index) throws IOException;
    }

    private TimedSteps() { }

    /**
     * Takes all steps.
     *
     * @param times takes the time of each
     * @return nanoseconds from the first one's begin to the last one's end
     * @throws IOException that of the first worker that fails, when all have ended
     */
    static long run(int workers, int steps, LatencyHistogram times, Step step) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> all = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                all.add(threads.submit(() -> {
                    for (int index = next.getAndIncrement(); index < steps; index = next.getAndIncrement()) {
                        long began = System.nanoTime();
                        step.take(worker, index);
                        times.record(System.nanoTime() - began);
                    }
                    return worker;
                }));
            }
            for (Future<?> each : all) {
                end(each);
            }
            return System.nanoTime() - begin;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void end(Future<?> worker) throws IOException, InterruptedException {
        try {
            worker.get();
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause().getMessage(), failure.getCause());
        }
    }
}
