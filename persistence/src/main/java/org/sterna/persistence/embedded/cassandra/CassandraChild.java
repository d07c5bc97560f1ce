package org.sterna.persistence.embedded.cassandra;

import java.time.Duration;

/**
 * One child, started or adopted. The end of an adopted one shows in its lock rather than in its process id, which may have been
 * given to another process, or may linger as a zombie where nobody collects the children of a killed node.
 */
final class CassandraChild {
    private static final int ROUND_MILLIS = 50;

    private final CassandraFolder folder;
    private final ProcessHandle process;
    private final boolean adopted;

    private CassandraChild(CassandraFolder folder, ProcessHandle process, boolean adopted) {
        this.folder = folder;
        this.process = process;
        this.adopted = adopted;
    }

    static CassandraChild started(CassandraFolder folder, Process process) {
        return new CassandraChild(folder, process.toHandle(), false);
    }

    static CassandraChild adopted(CassandraFolder folder, ProcessHandle process) {
        return new CassandraChild(folder, process, true);
    }

    long pid() {
        return process.pid();
    }

    boolean isAdopted() {
        return adopted;
    }

    boolean alive() {
        return adopted ? folder.occupied() : process.isAlive();
    }

    /** Whether it ended within the time; {@link Duration#ZERO} only looks. */
    boolean awaitEnd(Duration time) throws InterruptedException {
        for (long waited = 0; alive(); waited += ROUND_MILLIS) {
            if (waited >= time.toMillis()) {
                return false;
            }
            Thread.sleep(ROUND_MILLIS);                        // a process that is not our child tells nobody that it has ended
        }
        return true;
    }

    /** SIGKILL, without waiting. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM, on which it drains, or SIGKILL when the time is over; whether SIGTERM did. */
    boolean stop(Duration time) throws InterruptedException {
        process.destroy();
        boolean drained = awaitEnd(time);
        if (!drained) {
            process.destroyForcibly();
            awaitEnd(Duration.ofSeconds(10));
        }
        return drained;
    }
}
