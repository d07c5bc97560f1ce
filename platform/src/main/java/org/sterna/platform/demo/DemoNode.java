package org.sterna.platform.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sterna.platform.admin.AdminClient;
import org.sterna.platform.admin.AdminException;
import org.sterna.platform.admin.AdminResult;

/** A node in a process of its own, that can be killed like one. */
final class DemoNode implements AutoCloseable {
    private static final int[] PORTS = {25, 587, 465, 2525, 143, 993, 110, 995};
    private static final Duration START = Duration.ofSeconds(120);

    private final Path data;
    private final int offset;
    private final List<String> sets;
    private Process process;

    /** @param sets further settings, {@code path=value} */
    DemoNode(Path data, int offset, List<String> sets) {
        this.data = data;
        this.offset = offset;
        this.sets = List.copyOf(sets);
    }

    /** An offset at which all ports of a node are free on this machine. */
    static int freeOffset() {
        for (int offset = 10_000; offset < 60_000; offset += 1_000) {
            if (allFree(offset)) {
                return offset;
            }
        }
        throw new DemoException("no free ports for a node were found");
    }

    private static boolean allFree(int offset) {
        for (int port : PORTS) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + offset));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    int port(int standard) {
        return standard + offset;
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return data.resolve("node.log");
    }

    /** Starts the process and waits until its ports are open. */
    void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:+UseG1GC", "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:SharedArchiveFile=" + Path.of(
                        System.getProperty("sterna.home", ""), "platform", "target", "sterna.jsa"),         // ignored if it is not there
                "-Dsterna.cassandra.lib=" + System.getProperty("sterna.cassandra.lib"),
                "-cp", System.getProperty("java.class.path"), "org.sterna.platform.Main", "start", "--data", data.toString(),
                "--port-offset", Integer.toString(offset)));
        for (String set : sets) {
            command.addAll(List.of("--set", set));
        }
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
        Await.until("the node is ready (its log is " + log() + ")", START, () -> {
            if (!process.isAlive()) {
                throw new DemoException("the node ended at once: " + Files.readString(log()));
            }
            return isReady();
        });
    }

    private boolean isReady() {
        try {
            return AdminClient.call(data, List.of("status"), "").status() == 0;
        } catch (AdminException e) {
            return false;
        }
    }

    /** Asks the node; a refusal ends the demonstration. */
    String ask(String input, String... command) {
        AdminResult result = AdminClient.call(data, List.of(command), input);
        if (result.status() != 0) {
            throw new DemoException(String.join(" ", command) + ": " + result.error());
        }
        return result.output();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks the node to stop, and waits; a node that does not is killed. */
    @Override
    public void close() {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            AdminClient.call(data, List.of("stop"), "");
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (AdminException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
