package org.sterna.persistence.embedded.cassandra;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * The main class of the child JVM: takes the folder, starts Cassandra, and ends it when the folder had no owner for the grace time.
 *
 * <p>It is put into a jar of its own on Cassandra's class path, so it is one class that needs nothing but the JDK.
 *
 * <p>The end is decided while holding {@code owner.lock} and after removing {@code cassandra.state}: a node that takes the
 * ownership a moment later finds no state, so it waits for this process instead of adopting it.
 */
final class CassandraGuard {
    static final String STATE = "cassandra.state";
    /** Its process id, once its ports are open: who answers there before may be another node's. */
    static final String READY = "cassandra.ready";
    static final String CHILD_LOCK = "cassandra.lock";
    static final String OWNER_LOCK = "owner.lock";
    private static final int ROUND_MILLIS = 500;
    /** Nanoseconds a timed wait may last longer than asked. */
    private static final long TIMER_SLACK = 1_000_000;

    private CassandraGuard() {
    }

    /** Arguments: folder, native port, storage port, grace in milliseconds. Exit status 3: somebody else runs in the folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        FileChannel channel = open(folder.resolve(CHILD_LOCK));
        FileLock lock = channel.tryLock();
        for (int round = 0; lock == null && round < 20; round++) {
            Thread.sleep(50);                                // a node that looks whether a child lives holds the lock for a moment
            lock = channel.tryLock();
        }
        if (lock == null) {
            System.err.println("another Cassandra runs in " + folder);
            System.exit(3);
        }
        relaxTimers();
        Files.deleteIfExists(folder.resolve(READY));
        writeState(folder, arguments[1], arguments[2]);
        Thread watch = new Thread(() -> watchOwner(folder, Long.parseLong(arguments[3])), "sterna-guard");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName("org.apache.cassandra.service.CassandraDaemon").getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(4);
        }
        Files.writeString(folder.resolve(READY), Long.toString(ProcessHandle.current().pid()));
        if (!lock.isValid()) {                               // names the lock once more, so that it is never collected and closed
            System.exit(5);
        }
        watch.join();                                        // the stack of this method holds channel and lock until the end
    }

    /**
     * Cassandra's workers look for new work every ten microseconds for a while before they sleep, each time with a switch of context: on a machine of
     * few processors that costs more than the work. Timers that may be late make them look less often. Threads inherit it from this one; where there is no
     * such thing, everything works as well, and costs more.
     */
    private static void relaxTimers() {
        try {
            Path self = Path.of("/proc/thread-self").toRealPath().getFileName();
            Files.writeString(Path.of("/proc").resolve(self).resolve("timerslack_ns"), Long.toString(TIMER_SLACK));
        } catch (IOException | SecurityException e) {
            System.err.println("timers stay exact: " + e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void writeState(Path folder, String nativePort, String storagePort) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Path draft = folder.resolve(STATE + ".new");
        Files.writeString(draft, "pid=" + self.pid() + "\nnative-port=" + nativePort + "\nstorage-port=" + storagePort
                + "\nstarted=" + self.info().startInstant().map(Instant::toString).orElse("unknown") + "\n");
        Files.move(draft, folder.resolve(STATE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Counts rounds rather than reading a clock: a machine that slept has not used up the grace of a node that slept with it. */
    private static void watchOwner(Path folder, long graceMillis) {
        long alone = 0;
        try (FileChannel channel = open(folder.resolve(OWNER_LOCK))) {
            while (true) {
                Thread.sleep(ROUND_MILLIS);                     // a lock cannot be awaited without taking it
                try (FileLock lock = channel.tryLock()) {    // held for microseconds; a starting node tries more than once
                    alone = lock == null ? 0 : alone + ROUND_MILLIS;
                    if (alone >= graceMillis) {
                        Files.deleteIfExists(folder.resolve(STATE));
                        break;
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("the owner of " + folder + " cannot be watched any more: " + e);
        }
        System.exit(0);                                      // Cassandra's own shutdown hook drains
    }
}
