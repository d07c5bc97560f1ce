package org.sterna.persistence.embedded.cassandra;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * A running Cassandra of this node's own, in a child JVM. A child that dies is started again on the same port, at once the first
 * time and then after 1, 2, 4 up to 30 seconds for as long as it does not come up. If this process dies without {@link #close}, the
 * child lives on for the grace time and the next {@link #start} on the folder adopts it.
 *
 * <p>All methods may be called from any thread.
 */
public final class EmbeddedCassandra implements AutoCloseable {
    private static final int PROBE_MILLIS = 25;
    /** How often other ports are tried when somebody else took the first ones, which are free some seconds before they are used. */
    private static final int OTHER_PORTS = 3;
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

    private final EmbeddedCassandraSettings settings;
    private final CassandraFolder folder;
    private final Consumer<String> progress;
    private final CassandraEndpoint endpoint;
    private final CassandraLaunch launch;
    private final InetSocketAddress contactPoint;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor = new Thread(this::supervise, "cassandra-supervisor");
    private volatile CassandraChild child;

    private EmbeddedCassandra(EmbeddedCassandraSettings settings, CassandraFolder folder, Consumer<String> progress,
                              int nativePort, int storagePort, Optional<CassandraChild> adopted) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
        this.endpoint = CassandraEndpoint.alone(nativePort, storagePort);
        this.launch = new CassandraLaunch(settings, folder, endpoint);
        this.contactPoint = new InetSocketAddress(InetAddress.getLoopbackAddress(), nativePort);
        this.child = adopted.orElseGet(this::launch);
        supervisor.setDaemon(true);
    }

    /**
     * Starts a child, or adopts the one that a dead node left, and returns when CQL answers. Blocks; on an interrupt the child is
     * stopped and the interrupt kept.
     *
     * @param progress gets one line for each thing an operator should know, now and later, from any thread; must not block
     * @throws EmbeddedCassandraException when another node owns the folder, or the child ends or is silent for the start timeout
     */
    public static EmbeddedCassandra start(EmbeddedCassandraSettings settings, Consumer<String> progress) {
        return start(settings, progress, LoopbackPorts::freeBeside);
    }

    /** @param ports finds a free port that is none of these */
    static EmbeddedCassandra start(EmbeddedCassandraSettings settings, Consumer<String> progress, ToIntFunction<Set<Integer>> ports) {
        CassandraFolder folder;
        try {
            folder = CassandraFolder.own(settings.folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedCassandraException("interrupted while starting Cassandra", e);
        }
        EmbeddedCassandra started = null;
        try {
            started = adopt(settings, folder, progress).orElseGet(() -> launched(settings, folder, progress, ports));
            Answer answer = started.firstAnswer();
            for (int tries = 0; answer == Answer.ENDED && tries < OTHER_PORTS && started.hasLostAPort(); tries++) {
                progress.accept("another process has taken a port of Cassandra while it started; trying others");
                started = launched(settings, folder, progress, ports);
                answer = started.firstAnswer();
            }
            started.require(answer);
            started.supervisor.start();
            return started;
        } catch (InterruptedException e) {
            abort(started, folder);
            Thread.currentThread().interrupt();
            throw new EmbeddedCassandraException("interrupted while starting Cassandra", e);
        } catch (RuntimeException e) {
            abort(started, folder);
            throw e;
        }
    }

    /** Where CQL is spoken: the same address for the whole life of this object, and beyond it when the child is adopted. */
    public InetSocketAddress contactPoint() {
        return contactPoint;
    }

    /** The process id of the present child; another one after a restart. */
    public long pid() {
        return child.pid();
    }

    /** Whether a child is running now; it may not answer yet. */
    public boolean alive() {
        return child.alive();
    }

    /** Stops the child (SIGTERM, and SIGKILL after the stop timeout) and gives the folder back. Blocks; a second call does nothing. */
    @Override
    public void close() {
        if (leaveSupervision()) {
            try {
                if (child.stop(settings.stopTimeout())) {
                    launch.keepArchive();
                }
            } catch (IOException e) {
                progress.accept("no class archive for quicker starts: " + e);
            } catch (InterruptedException e) {
                child.kill();
                Thread.currentThread().interrupt();
            } finally {
                folder.close();
            }
        }
    }

    /** What the death of this process does to the child, for tests: nobody watches it and nobody owns its folder. */
    void abandon() {
        if (leaveSupervision()) {
            folder.close();
        }
    }

    private boolean leaveSupervision() {
        synchronized (closing) {
            if (closing.getCount() == 0) {
                return false;
            }
            closing.countDown();
        }
        try {
            supervisor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static Optional<EmbeddedCassandra> adopt(EmbeddedCassandraSettings settings, CassandraFolder folder, Consumer<String> progress)
            throws InterruptedException {
        if (folder.occupied()) {
            Optional<CassandraState> state = CassandraState.read(folder.path());
            Optional<ProcessHandle> process = state.flatMap(found -> ProcessHandle.of(found.pid()));
            if (process.isPresent()) {
                progress.accept("adopting the Cassandra that a former node left: process " + process.get().pid());
                return Optional.of(new EmbeddedCassandra(settings, folder, progress, state.get().nativePort(), state.get().storagePort(),
                        Optional.of(CassandraChild.adopted(folder, process.get()))));
            }
            progress.accept("waiting for the Cassandra that a former node left to end");
            awaitEmpty(folder, settings.stopTimeout());
        }
        return Optional.empty();
    }

    private static EmbeddedCassandra launched(EmbeddedCassandraSettings settings, CassandraFolder folder, Consumer<String> progress,
            ToIntFunction<Set<Integer>> ports) {
        Set<Integer> taken = new HashSet<>(settings.reserved());
        int nativePort = ports.applyAsInt(taken);
        taken.add(nativePort);
        return new EmbeddedCassandra(settings, folder, progress, nativePort, ports.applyAsInt(taken), Optional.empty());
    }

    /** To be asked when the child has ended. */
    private boolean hasLostAPort() {
        return !LoopbackPorts.isFree(endpoint.nativePort()) || !LoopbackPorts.isFree(endpoint.storagePort());
    }

    private static void awaitEmpty(CassandraFolder folder, Duration time) throws InterruptedException {
        for (long waited = 0; folder.occupied(); waited += PROBE_MILLIS) {
            if (waited >= time.toMillis()) {
                throw new EmbeddedCassandraException("a Cassandra that is ending still holds " + folder.path() + " after "
                        + time.toSeconds() + " s; end it by hand");
            }
            Thread.sleep(PROBE_MILLIS);                         // nobody is told when a lock is free
        }
    }

    private CassandraChild launch() {
        return CassandraChild.started(folder, launch.start());
    }

    private Answer firstAnswer() throws InterruptedException {
        Answer answer = awaitAnswer();
        if (answer == Answer.SILENT && child.isAdopted()) {  // left behind broken: a new one may do better
            progress.accept("the adopted Cassandra does not answer; starting another one");
            child.stop(Duration.ofSeconds(2));
            child = launch();
            answer = awaitAnswer();
        } else if (answer == Answer.ENDED && child.isAdopted()) {
            child = launch();
            answer = awaitAnswer();
        }
        return answer;
    }

    private void require(Answer answer) {
        if (answer != Answer.READY) {
            throw new EmbeddedCassandraException("Cassandra " + (answer == Answer.ENDED ? "ended while it started"
                    : "did not answer within " + settings.startTimeout().toSeconds() + " s") + "; its log is "
                    + folder.file("logs/system.log") + ", its last lines:\n" + folder.lastLines());
        }
    }

    private enum Answer {
        /** CQL answers. */
        READY,
        /** The child is gone. */
        ENDED,
        /** The child lives and says nothing for the start timeout, or this object is being closed. */
        SILENT
    }

    private Answer awaitAnswer() throws InterruptedException {
        for (long waited = 0; waited < settings.startTimeout().toMillis(); waited += PROBE_MILLIS) {
            if ((child.isAdopted() || folder.isReady(child.pid())) && CqlProbe.answers(contactPoint)) {
                return Answer.READY;
            }
            if (!child.alive()) {
                return Answer.ENDED;
            }
            if (closing.await(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
                return Answer.SILENT;
            }
        }
        return Answer.SILENT;
    }

    private void supervise() {
        try {
            int failures = 0;
            while (closing.getCount() > 0) {
                if (!child.awaitEnd(Duration.ofMillis(100))) {
                    continue;
                }
                progress.accept("Cassandra (process " + child.pid() + ") ended unexpectedly; starting it again. Its last lines: "
                        + folder.lastLines());
                if (failures > 0 && closing.await(backOff(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                failures = restart() ? 0 : failures + 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration backOff(int failures) {
        return Duration.ofSeconds(Math.min(LONGEST_BACK_OFF.toSeconds(), 1L << Math.min(failures - 1, 10)));
    }

    private boolean restart() throws InterruptedException {
        try {
            child = launch();
        } catch (EmbeddedCassandraException e) {             // a full disk, say: not even the configuration can be written
            progress.accept(e.getMessage());
            return false;
        }
        boolean ready = awaitAnswer() == Answer.READY;
        if (ready) {
            progress.accept("Cassandra is back on port " + contactPoint.getPort() + ": process " + child.pid());
        } else if (closing.getCount() > 0 && child.alive()) {
            child.stop(Duration.ofSeconds(2));
        }
        return ready;
    }

    private static void abort(EmbeddedCassandra started, CassandraFolder folder) {
        if (started != null) {
            started.child.kill();
        }
        folder.close();
    }
}
