package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sterna.config.Service;
import org.sterna.platform.Main;
import org.sterna.platform.admin.AdminClient;
import org.sterna.platform.admin.AdminException;
import org.sterna.platform.admin.AdminResult;

/**
 * A real node: a JVM of its own with its Cassandra, on free ports of 127.0.0.1, in a folder of its own that is deleted at
 * the end. It can be killed and started again on the same folder and ports. What it says is kept in {@code target/node-logs}.
 */
public final class NodeProcess implements AutoCloseable {
    /** Of every account. */
    public static final String PASSWORD = "a secret that all share";
    static final String HOST_NAME = "mail.example.org";

    private static final Duration START = Duration.ofSeconds(300);
    private static final Duration STOP = Duration.ofSeconds(180);
    private static final Map<String, Integer> PORTS = Map.of("smtp", 25, "submission", 587, "submissions", 465, "submission-alt", 2525,
            "imap", 143, "imaps", 993, "pop3", 110, "pop3s", 995);
    private static final int LOWEST_OFFSET = 8_000;
    /** Below the ports that Linux gives to clients, so that none of them takes one between a kill and the next start. */
    private static final int HIGHEST_OFFSET = 30_000;
    private static final Pattern CASSANDRA = Pattern.compile("pid (\\d+)");

    private final Path folder;
    private final Path data;
    private final Path log;
    private final int offset;
    private final List<String> settings;
    private final Thread atExit = new Thread(this::kill, "end-node");
    private Optional<Process> process = Optional.empty();
    private Optional<Path> config = Optional.empty();

    private NodeProcess(String name, List<String> settings) throws IOException {
        folder = Files.createTempDirectory("sterna-" + name);
        data = folder.resolve("data");
        Path logs = Files.isDirectory(Path.of("target")) ? Files.createDirectories(Path.of("target", "node-logs")) : folder;
        log = logs.resolve(name + ".log").toAbsolutePath();
        Files.deleteIfExists(log);
        offset = freeOffset();
        this.settings = new ArrayList<>(settings);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a node with the domain example.org; returns when it is ready. */
    public static NodeProcess start(String name, String... settings) throws IOException {
        NodeProcess node = prepare(name, settings);
        try {
            node.start();
            node.admin("domain", "add", "example.org");
            return node;
        } catch (RuntimeException | Error e) {
            node.close();
            throw e;
        }
    }

    /** Finds a folder and ports and starts nothing. */
    public static NodeProcess prepare(String name, String... settings) throws IOException {
        return new NodeProcess(name, List.of(settings));
    }

    /** Settings for every start from now on. */
    void use(String... more) {
        settings.addAll(List.of(more));
    }

    /** Writes the file of {@code --config}, which the next start reads, or {@code reload} if the node was started with one. */
    void config(String text) throws IOException {
        config = Optional.of(Files.writeString(folder.resolve("sterna.conf"), text));
    }

    private static int freeOffset() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST_OFFSET, HIGHEST_OFFSET)).limit(1000)
                .filter(candidate -> PORTS.values().stream().allMatch(port -> isFree(candidate + port))).findFirst().orElseThrow();
    }

    /** A port that nobody listens on and that Linux gives to no client. */
    public static int freePort() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST_OFFSET, HIGHEST_OFFSET)).limit(1000)
                .filter(NodeProcess::isFree).findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Launches the process and returns at once. */
    Process launch(List<String> more, ProcessBuilder.Redirect out, ProcessBuilder.Redirect err) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-Dsterna.cassandra.lib=" + System.getProperty("sterna.cassandra.lib"), "-Dsterna.home=" + System.getProperty("sterna.home"),
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Main.class.getName(),
                "start", "--data", data.toString(), "--port-offset", Integer.toString(offset)));
        Stream<String> listeners = Stream.of(Service.values()).map(service -> "sterna.listeners." + service.settingName() + ".address=127.0.0.1");
        config.ifPresent(file -> command.addAll(List.of("--config", file.toString())));
        // Hashing is not what these tests are about.
        Stream<String> common = Stream.of("sterna.node.host-name=" + HOST_NAME, "sterna.auth.argon2.memory=64KiB", "sterna.auth.argon2.iterations=1");
        Stream.of(listeners, common, settings.stream(), more.stream()).flatMap(each -> each).forEach(setting -> command.addAll(List.of("--set", setting)));
        return new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectOutput(out).redirectError(err).start();
    }

    /** Starts the process, again or for the first time; returns the time until it was ready. */
    public Duration start() throws IOException {
        long begun = System.nanoTime();
        ProcessBuilder.Redirect to = ProcessBuilder.Redirect.appendTo(log.toFile());
        Process started = launch(List.of(), to, to);
        process = Optional.of(started);
        Await.until("the node is ready", START, () -> {
            if (!started.isAlive()) {
                throw new AssertionError("the node ended with status " + started.exitValue() + ":\n" + lastLines());
            }
            return isReady();
        });
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private boolean isReady() {
        try {
            return AdminClient.call(data, List.of("status"), "").status() == 0;
        } catch (AdminException notYet) {
            return false;
        }
    }

    /** Runs a command as an operator does: a process of its own, as the launcher starts it. */
    AdminResult command(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms16m", "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Main.class.getName()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--data", data.toString()));
        Path error = folder.resolve("command.err");
        Process running = new ProcessBuilder(line).redirectInput(new File("/dev/null")).redirectError(error.toFile()).start();
        try {
            String output = new String(running.getInputStream().readAllBytes(), UTF_8);
            int status = running.waitFor();
            return new AdminResult(status, output, Files.readString(error));
        } catch (InterruptedException e) {
            running.destroyForcibly();
            throw new AssertionError(e);
        }
    }

    /** Has the node do a command, which must succeed. */
    public String admin(String... command) {
        return adminWithInput("", command);
    }

    /** The same, with a password or lines to read. */
    public String adminWithInput(String input, String... command) {
        AdminResult result = AdminClient.call(data, List.of(command), input);
        if (result.status() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result.error() + "\n" + lastLines());
        }
        return result.output();
    }

    /** Makes accounts of example.org with these local parts; returns their addresses. */
    public List<String> accounts(String... localParts) {
        List<String> addresses = Stream.of(localParts).map(each -> each + "@example.org").toList();
        adminWithInput(addresses.stream().map(each -> each + " " + PASSWORD + "\n").collect(Collectors.joining()), "account", "import");
        return addresses;
    }

    /** Makes so many accounts of example.org, numbered from 0. */
    List<String> accounts(String localPart, int count) {
        return accounts(IntStream.range(0, count).mapToObj(number -> localPart + number).toArray(String[]::new));
    }

    public Config status() {
        return ConfigFactory.parseString(admin("status", "--json"));
    }

    /** The lines of {@code queue list}, {@code session list} and their like. */
    List<? extends Config> list(String... command) {
        String[] withJson = Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new);
        return ConfigFactory.parseString("{lines: " + admin(withJson) + "}").getConfigList("lines");
    }

    /** Waits until nothing is in the queue: neither waiting nor being delivered. */
    public void awaitEmptyQueue(Duration time) {
        Await.until("the queue is empty", time, () -> status().getInt("delivering") == 0 && list("queue", "list").isEmpty()
                && status().getInt("delivering") == 0);
    }

    long cassandraPid() {
        Matcher pid = CASSANDRA.matcher(status().getString("cassandra"));
        return pid.find() ? Long.parseLong(pid.group(1)) : -1;
    }

    public int port(String service) {
        return offset + PORTS.get(service);
    }

    InetSocketAddress smtp() {
        return new InetSocketAddress("127.0.0.1", port("smtp"));
    }

    public Path data() {
        return data;
    }

    /** All that it has said since it was prepared. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    public String lastLines() {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 40), all.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** As by {@code kill -9}: the process ends where it is; its Cassandra lives on for a while. */
    public void kill9() {
        Process running = process.orElseThrow();
        running.destroyForcibly();
        Await.until("the process is gone", STOP, () -> !running.isAlive());
    }

    /** Writes a line into the node's log, so that it tells what the test did when. */
    void note(String line) {
        try {
            Files.writeString(log, "---- " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A planned stop; returns the exit status. */
    public int stop() {
        admin("stop");
        return awaitEnd();
    }

    /** SIGTERM, as by systemd; returns at once. */
    void terminate() {
        process.orElseThrow().destroy();
    }

    /** Waits for the end of a process that was told to end; returns the exit status. */
    int awaitEnd() {
        Process running = process.orElseThrow();
        try {
            if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the node does not stop:\n" + lastLines());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return running.exitValue();
    }

    /** The Cassandra that lives in the folder, whichever node started it. */
    List<ProcessHandle> cassandras() {
        String place = data.resolve("cassandra").toString();
        return ProcessHandle.allProcesses().filter(each -> each.info().commandLine().filter(line -> line.contains(place)).isPresent()
                && process.filter(own -> own.pid() == each.pid()).isEmpty()).toList();
    }

    private void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
        cassandras().forEach(each -> {
            each.destroyForcibly();
            each.onExit().join();
        });
    }

    /** Ends the node and its Cassandra, however they are, and deletes the folder. */
    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return;                                          // the JVM is ending, and so is the hook
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
