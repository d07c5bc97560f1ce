package org.sterna.platform.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.cassandra.CassandraLeases;

/**
 * A process of its own that waits for the end of the node's process and releases its lease then, so that the others need not wait until it runs out. What it
 * waits for is the end of a pipe whose other end only the node has: the kernel closes that when the last thread of the node is gone, however it ended.
 */
public final class LeaseGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseGuard.class);
    private static final int LONGEST_NAME = 64;
    private static final int TRIES = 40;
    /** Where this process has its classes from the guard can have its own from. */
    private static final String ARCHIVE = "-XX:SharedArchiveFile=";
    /** What ends the node at a terminal must not end its guard before it. */
    private static final String DETACH = "trap '' INT HUP; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; exec \"$@\"";

    private final Process process;

    private LeaseGuard(Process process) {
        this.process = process;
    }

    /**
     * Starts the guard of this process.
     *
     * @param command of {@code ./sterna} that reads an incarnation from its standard input and calls {@link #keep}, with its options
     * @param log     where it complains
     */
    public static LeaseGuard start(List<String> command, Incarnation incarnation, Path log) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "sterna-guard", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms8m", "-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:ReservedCodeCacheSize=24m",
                "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(option -> option.startsWith(ARCHIVE)).forEach(line::add);
        line.addAll(List.of("-Dsterna.home=" + System.getProperty("sterna.home", "."), "-cp", System.getProperty("java.class.path"), "org.sterna.platform.Main"));
        line.addAll(command);
        try {
            Process process = new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
            OutputStream pipe = process.getOutputStream();       // open as long as this process lives
            pipe.write((incarnation.value() + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
            return new LeaseGuard(process);
        } catch (IOException e) {
            throw new UncheckedIOException("the guard of the lease could not be started", e);
        }
    }

    /** In the guard's own process: the incarnation it is told first. */
    public static Incarnation told(InputStream pipe) throws IOException {
        StringBuilder name = new StringBuilder();
        for (int octet = pipe.read(); octet != '\n'; octet = pipe.read()) {
            if (octet < 0 || name.length() > LONGEST_NAME) {
                throw new IOException("no incarnation was told");
            }
            name.append((char) octet);
        }
        return new Incarnation(name.toString());
    }

    /** In the guard's own process: returns when the pipe has ended and the lease is released, or somebody else has fenced it. */
    public static void keep(InputStream pipe, Incarnation incarnation, CassandraLeases leases) throws IOException, InterruptedException {
        while (pipe.read() >= 0) {
            continue;                                            // nothing more is ever told
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                leases.release(incarnation).toCompletableFuture().get(2, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("the lease of {} could not be released yet: {}", incarnation, e.toString());
                TimeUnit.MILLISECONDS.sleep(250);
            }
        }
    }

    /** The node has released its lease by itself: the guard ends at the end of its pipe. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }
}
