package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the machine and the programs are that a comparison was made with. */
final class Versions {
    private static final String CASSANDRA = "cassandra-all-";

    private Versions() { }

    /** For people; what is not known is left out. */
    static List<String> lines(Path home) throws IOException, InterruptedException {
        return List.of("Sterna" + said(" ", "git", "-C", home.toString(), "rev-parse", "--short", "HEAD") + ", Cassandra" + cassandra() + ", Java " + Runtime.version(),
                "Postfix" + said(" ", "postconf", "-d", "-h", "mail_version") + ", Dovecot" + said(" ", "dovecot", "--version"),
                "Linux " + System.getProperty("os.version") + ", " + Runtime.getRuntime().availableProcessors() + " processors"
                        + processor(Files.readString(Path.of("/proc/cpuinfo"))).map(name -> ", " + name).orElse(""));
    }

    /** The first line that a command prints, behind a word; empty if it cannot. */
    private static String said(String before, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 && !output.isBlank() ? before + output.lines().findFirst().orElseThrow() : "";
        } catch (IOException missing) {
            return "";
        }
    }

    private static String cassandra() throws IOException {
        try (Stream<Path> libraries = Files.list(Path.of(System.getProperty("sterna.cassandra.lib", ".")))) {
            return libraries.map(file -> file.getFileName().toString()).filter(name -> name.matches(CASSANDRA + "[0-9].*\\.jar")).findFirst()
                    .map(name -> " " + name.substring(CASSANDRA.length(), name.length() - ".jar".length())).orElse("");
        }
    }

    /** The name of the first processor in the text of {@code /proc/cpuinfo}. */
    static Optional<String> processor(String text) {
        return text.lines().filter(line -> line.startsWith("model name")).findFirst().map(line -> line.substring(line.indexOf(':') + 1).strip());
    }
}
