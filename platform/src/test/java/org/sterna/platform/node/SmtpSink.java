package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Postfix's {@code smtp-sink} on a free port of 127.0.0.1, which keeps what it is given in a file. */
final class SmtpSink implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/smtp-sink");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder = Files.createTempDirectory("sterna-sink");
    private final int port = NodeProcess.freePort();
    private final Process process;

    /** @param options such as {@code -L} for LMTP */
    SmtpSink(String... options) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-D", dump().toString(), "127.0.0.1:" + port, "100"));
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Await.until("smtp-sink listens", PATIENCE, this::isListening);
    }

    static boolean isUsable() {
        return Files.isExecutable(PROGRAM);
    }

    private boolean isListening() {
        if (!process.isAlive()) {
            throw new AssertionError("smtp-sink ended with status " + process.exitValue());
        }
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Path dump() {
        return folder.resolve("messages");
    }

    int port() {
        return port;
    }

    /** All messages so far, each behind lines with its envelope. */
    String messages() {
        try {
            return Files.exists(dump()) ? Files.readString(dump(), ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        Files.deleteIfExists(dump());
        Files.deleteIfExists(folder);
    }
}
