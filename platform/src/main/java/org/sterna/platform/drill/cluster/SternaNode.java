package org.sterna.platform.drill.cluster;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sterna.persistence.embedded.cassandra.EmbeddedCassandraException;
import org.sterna.persistence.embedded.cassandra.ProcessSignals;
import org.sterna.platform.admin.AdminClient;
import org.sterna.platform.admin.AdminException;
import org.sterna.platform.admin.AdminResult;

/** A Sterna node as a process of its own on a {@link Host}. It is not started again by itself. All methods may be called from any thread. */
public final class SternaNode {
    private static final Pattern MEMBER = Pattern.compile(":[0-9]+ up, (?!unreachable)");
    private static final Duration KILL = Duration.ofSeconds(30);
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final int LAST_LINES = 25;

    private final Host host;
    private final int offset;
    private final Path folder;
    private final List<String> arguments;
    private final int heapMiB;
    private Optional<Process> process = Optional.empty();
    private boolean paused;

    SternaNode(Host host, int offset, Path folder, int heapMiB, List<String> sets) {
        this.host = host;
        this.offset = offset;
        this.folder = folder;
        this.heapMiB = heapMiB;
        List<String> all = new ArrayList<>(List.of("start", "--data", data().toString(), "--port-offset", Integer.toString(offset)));
        sets.forEach(set -> all.addAll(List.of("--set", set)));
        arguments = List.copyOf(all);
    }

    public Host host() {
        return host;
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** Everything it has said since the folder was made. */
    public Path log() {
        return folder.resolve("node.log");
    }

    /** Where a service listens, by its standard port. */
    public InetSocketAddress port(int standard) {
        return new InetSocketAddress(host.address(), standard + offset);
    }

    /** Starts the process and returns at once. */
    public synchronized void launch() {
        if (alive()) {
            throw new ClusterException("node " + host.name() + " runs already");
        }
        try {
            Files.createDirectories(folder);
            List<String> command = new ArrayList<>(host.prefix());
            command.addAll(java());
            command.addAll(arguments);
            paused = false;
            process = Optional.of(new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start());
            note("launched as process " + process.get().pid());
        } catch (IOException e) {
            throw new ClusterException("cannot start node " + host.name() + ": " + e, e);
        }
    }

    /** The same program as this one: its JDK, class path and properties. Many JVMs share the machine, and each lives a minute or two: the quick compiler alone. */
    private List<String> java() {
        String home = System.getProperty("sterna.home", "");
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms128m", "-Xmx" + heapMiB + "m", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError", "-Xlog:cds=off", "-Xlog:cds+dynamic=off",
                "-XX:SharedArchiveFile=" + Path.of(home, "platform", "target", "sterna.jsa"),                   // ignored if it is not there
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-Dsterna.home=" + home, "-Dsterna.cassandra.lib=" + System.getProperty("sterna.cassandra.lib"),
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "org.sterna.platform.Main");
    }

    public synchronized boolean alive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Of the process that was started last, if it has ended. */
    public synchronized Optional<Integer> exitStatus() {
        return process.filter(ended -> !ended.isAlive()).map(Process::exitValue);
    }

    /** Whether all its ports are open. Must not be asked of one that is paused. */
    public boolean ready() {
        try {
            return alive() && AdminClient.call(data(), List.of("status"), "").status() == 0;
        } catch (AdminException notYet) {
            return false;
        }
    }

    /** Whether it takes commands, and sees so many nodes up and none unreachable. */
    public boolean sees(int members) {
        try {
            String status = alive() ? AdminClient.call(data(), List.of("status"), "").output() : "";
            return MEMBER.matcher(status).results().count() == members;
        } catch (AdminException notYet) {
            return false;
        }
    }

    /**
     * Returns when it is ready.
     *
     * @throws ClusterException if it ends before, or is not in time
     */
    public void awaitReady(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (!ready()) {
            if (!alive() || System.nanoTime() - end > 0) {
                throw new ClusterException("node " + host.name() + (alive() ? " is not ready after " + time.toSeconds() + " s" : " ended with status "
                        + exitStatus().map(Object::toString).orElse("unknown")) + "; its log is " + log() + ", its last lines:\n" + lastLines());
            }
            LockSupport.parkNanos(ROUND.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("while node " + host.name() + " started");
            }
        }
    }

    /** Has the node do a command and returns what it answers; a refusal is a {@link ClusterException}. */
    public String admin(String input, String... command) {
        AdminResult result;
        try {
            result = AdminClient.call(data(), List.of(command), input);
        } catch (AdminException e) {
            throw new ClusterException("node " + host.name() + ", " + String.join(" ", command) + ": " + e.getMessage(), e);
        }
        if (result.status() != 0) {
            throw new ClusterException("node " + host.name() + ", " + String.join(" ", command) + ": " + result.error());
        }
        return result.output();
    }

    /** SIGKILL to this process alone; returns when it is gone. */
    public synchronized void kill() {
        if (process.isEmpty() || !process.get().isAlive()) {
            return;
        }
        note("killed");
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

    /** SIGSTOP; returns when no thread of it runs, or it has ended. */
    public synchronized void pause() {
        if (alive()) {
            note("paused");
            paused = true;
            try {
                ProcessSignals.stop(process.get().pid());
            } catch (EmbeddedCassandraException e) {
                if (alive()) {
                    throw e;
                }
            }
        }
    }

    /** SIGCONT. */
    public synchronized void resume() {
        if (alive() && paused) {
            note("resumed");
            ProcessSignals.goOn(process.get().pid());
        }
        paused = false;
    }

    public synchronized boolean paused() {
        return paused;
    }

    /** A planned stop; returns the exit status. */
    public int stop(Duration time) throws InterruptedException {
        Process running;
        synchronized (this) {
            running = process.orElseThrow(() -> new ClusterException("node " + host.name() + " was never started"));
        }
        note("is asked to stop");
        admin("", "stop");
        if (!running.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ClusterException("node " + host.name() + " does not stop within " + time.toSeconds() + " s; its log is " + log());
        }
        return running.exitValue();
    }

    /** Writes a line into its log, so that it tells what was done to it when. */
    public void note(String line) {
        try {
            Files.writeString(log(), "---- " + Instant.now() + " " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new ClusterException("cannot write " + log() + ": " + e, e);
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readString(log()).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(it cannot be read: " + e + ")";
        }
    }
}
