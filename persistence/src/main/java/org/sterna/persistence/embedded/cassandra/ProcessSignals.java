package org.sterna.persistence.embedded.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Stops a process for a while, as a host does that is short of everything: for drills and tests. Where there is no {@code kill} or {@code /proc}, it fails. */
public final class ProcessSignals {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ProcessSignals() { }

    /** Returns when no thread of the process runs any more: the signal itself is only the request. */
    public static void stop(long pid) {
        send("STOP", pid);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!standsStill(pid)) {
            if (System.nanoTime() - end > 0) {
                throw new EmbeddedCassandraException("process " + pid + " still runs");
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    /** Lets it run on; whoever was killed meanwhile is passed over. */
    public static void goOn(long pid) {
        send("CONT", pid);
    }

    private static void send(String name, long pid) {
        try {
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).inheritIO().start().waitFor();
            if (status != 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                throw new EmbeddedCassandraException("kill -" + name + " " + pid + " ended with status " + status);
            }
        } catch (IOException e) {
            throw new EmbeddedCassandraException("no signal can be sent to process " + pid + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedCassandraException("interrupted while sending a signal to process " + pid, e);
        }
    }

    private static boolean standsStill(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.allMatch(thread -> state(thread).startsWith("T"));
        } catch (IOException e) {
            throw new EmbeddedCassandraException("the threads of process " + pid + " cannot be seen", e);
        }
    }

    /** What stands behind the name in brackets: R runs, S sleeps, T is stopped. */
    private static String state(Path thread) {
        try {
            String line = Files.readString(thread.resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2);
        } catch (IOException ended) {
            return "T";
        }
    }
}
