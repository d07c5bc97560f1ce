package org.sterna.persistence.embedded.cassandra;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One node of a {@link CassandraRing}. It is not started again by itself. All methods may be called from any thread, one at a time. */
public final class RingMember {
    private static final Duration PROBE = Duration.ofMillis(50);
    private static final Duration KILL = Duration.ofSeconds(30);

    private final EmbeddedCassandraSettings settings;
    private final CassandraFolder folder;
    private final CassandraEndpoint endpoint;
    private final CassandraLaunch launch;
    private Optional<Process> process = Optional.empty();

    private RingMember(EmbeddedCassandraSettings settings, CassandraFolder folder, CassandraEndpoint endpoint) {
        this.settings = settings;
        this.folder = folder;
        this.endpoint = endpoint;
        launch = new CassandraLaunch(settings, folder, endpoint);
    }

    static RingMember own(EmbeddedCassandraSettings settings, CassandraEndpoint endpoint) throws InterruptedException {
        return new RingMember(settings, CassandraFolder.own(settings.folder()), endpoint);
    }

    public InetSocketAddress contactPoint() {
        return new InetSocketAddress(endpoint.host(), endpoint.nativePort());
    }

    /** Whether its process runs, be it stopped or not. */
    public synchronized boolean alive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Starts the process and returns at once. */
    public synchronized void launch() {
        if (alive()) {
            throw new EmbeddedCassandraException("the Cassandra in " + folder.path() + " runs already");
        }
        process = Optional.of(launch.start());
    }

    /**
     * Returns when it answers CQL.
     *
     * @throws EmbeddedCassandraException if it ends, or is silent for the start timeout
     */
    public void awaitAnswer() throws InterruptedException {
        long end = System.nanoTime() + settings.startTimeout().toNanos();
        while (!answers()) {
            if (!alive() || System.nanoTime() - end > 0) {
                throw new EmbeddedCassandraException("the Cassandra of " + contactPoint() + " " + (alive() ? "is silent" : "ended while it started")
                        + "; its log is " + folder.file("logs/system.log") + ", its last lines:\n" + folder.lastLines());
            }
            LockSupport.parkNanos(PROBE.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("while a Cassandra started");
            }
        }
    }

    public boolean answers() {
        return CqlProbe.answers(contactPoint());
    }

    /** SIGKILL; returns when the process is gone. */
    public synchronized void kill() {
        if (process.isPresent()) {
            process.get().destroyForcibly();
            boolean interrupted = false;
            try {
                process.get().waitFor(KILL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** SIGSTOP; returns when no thread of it runs. */
    public synchronized void pause() {
        process.ifPresent(running -> ProcessSignals.stop(running.pid()));
    }

    /** SIGCONT. */
    public synchronized void resume() {
        process.ifPresent(running -> ProcessSignals.goOn(running.pid()));
    }

    /** Kills it and gives its folder back. */
    void close() {
        kill();
        folder.close();
    }
}
