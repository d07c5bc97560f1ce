package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A mail program as its user starts it, with a home folder of its own, which is deleted at the end. */
final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path home;

    /**
     * What it said, on both streams.
     *
     * @param status 0 if it is content
     */
    record Said(int status, String output) { }

    Program(String name) throws IOException {
        home = Files.createTempDirectory("sterna-" + name);
    }

    /** Whether it is installed. */
    static boolean isInstalled(String name) {
        return Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin").anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    Path home() {
        return home;
    }

    Path file(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content, ISO_8859_1);
    }

    /** Runs it to its end. */
    Said run(List<String> command) throws IOException {
        return run(Path.of("/dev/null"), command);
    }

    /** The same, with an input. */
    Said run(Path input, List<String> command) throws IOException {
        File output = home.resolve("output").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectInput(input.toFile()).redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TERM", "vt100");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(command + " does not end:\n" + Files.readString(output.toPath(), ISO_8859_1));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(e);
        }
        return new Said(process.exitValue(), Files.readString(output.toPath(), ISO_8859_1));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
