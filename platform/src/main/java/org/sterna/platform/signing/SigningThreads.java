package org.sterna.platform.signing;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where signatures are made, which take some milliseconds of a processor: threads of their own, one for each processor at most. If {@value #MAX_WAITING} wait
 * already, who wants one more makes it itself: nothing leaves unsigned because there is much to do.
 */
public final class SigningThreads implements Executor, AutoCloseable {
    private static final int MAX_WAITING = 1000;

    private final ThreadPoolExecutor threads;

    public SigningThreads() {
        int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
        threads = new ThreadPoolExecutor(processors, processors, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), SigningThreads::thread,
                (task, full) -> task.run());
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sterna-signing");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
