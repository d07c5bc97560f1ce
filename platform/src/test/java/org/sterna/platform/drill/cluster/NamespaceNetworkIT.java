package org.sterna.platform.drill.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real namespaces: what one sends does not reach the other while it is cut off, and does afterwards. Where none can be made this fails. */
@Timeout(120)
class NamespaceNetworkIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration NOT_NOW = Duration.ofMillis(700);
    /** Says what it receives, so that each direction can be seen by itself. */
    private static final String TALKER = """
            import socket, sys, threading
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind((sys.argv[1], 7000))
            def hear():
                while True:
                    print("heard " + s.recv(100).decode(), flush=True)
            threading.Thread(target=hear, daemon=True).start()
            print("ready", flush=True)
            for line in sys.stdin:
                s.sendto(line.strip().encode(), (sys.argv[2], 7000))
            """;

    /** A process on a host. */
    private static final class Talker {
        private final Process process;
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

        private Talker(Host host, String... command) throws IOException {
            List<String> all = new ArrayList<>(host.prefix());
            all.addAll(List.of(command));
            process = new ProcessBuilder(all).redirectErrorStream(true).start();
            Thread reader = new Thread(() -> {
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                    lines.lines().forEach(said::add);
                } catch (IOException ended) {
                    said.add("ended: " + ended);
                }
            });
            reader.setDaemon(true);
            reader.start();
        }

        private void send(String line) throws IOException {
            Writer out = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
            out.write(line + "\n");
            out.flush();
        }

        private String next(Duration time) throws InterruptedException {
            String line = said.poll(time.toMillis(), TimeUnit.MILLISECONDS);
            return line == null ? "" : line;
        }
    }

    private LocalNetwork network;

    @BeforeEach
    void open() {
        network = LocalNetwork.withNamespaces();
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void aCutHoldsInItsDirectionAloneAndIsHealed() throws Exception {
        Host one = network.host("a");
        Host other = network.host("b");
        Talker first = talker(one, other);
        Talker second = talker(other, one);
        bothHear(first, second, "before");

        network.cut(one, other);
        first.send("lost");
        assertThat(second.next(NOT_NOW)).isEmpty();
        second.send("heard");
        assertThat(first.next(SOON)).isEqualTo("heard heard");
        network.heal();
        bothHear(first, second, "healed");

        network.partition(one, other);
        first.send("lost");
        second.send("lost");
        assertThat(second.next(NOT_NOW)).isEmpty();
        assertThat(first.next(NOT_NOW)).isEmpty();
        network.heal();
        bothHear(first, second, "again");
    }

    private static Talker talker(Host host, Host other) throws Exception {
        Talker talker = new Talker(host, "python3", "-c", TALKER, host.address(), other.address());
        assertThat(talker.next(SOON)).isEqualTo("ready");
        return talker;
    }

    private static void bothHear(Talker first, Talker second, String what) throws Exception {
        first.send(what);
        assertThat(second.next(SOON)).isEqualTo("heard " + what);
        second.send(what);
        assertThat(first.next(SOON)).isEqualTo("heard " + what);
    }

    @Test
    void aConnectionStallsWhileItIsCutAndGoesOnAfterwards() throws Exception {
        Host one = network.host("a");
        Host other = network.host("b");
        Talker server = new Talker(one, "python3", "-c", """
                import socket, sys
                s = socket.socket(); s.bind((sys.argv[1], 7001)); s.listen(1)
                print("ready", flush=True)
                c = s.accept()[0]
                while True: print("heard " + c.recv(100).decode(), flush=True)
                """, one.address());
        assertThat(server.next(SOON)).isEqualTo("ready");
        Talker client = new Talker(other, "python3", "-c", """
                import socket, sys
                s = socket.create_connection((sys.argv[1], 7001)); print("ready", flush=True)
                for line in sys.stdin: s.send(line.strip().encode())
                """, one.address());
        assertThat(client.next(SOON)).isEqualTo("ready");
        client.send("first");
        assertThat(server.next(SOON)).isEqualTo("heard first");
        network.cut(other, one);
        client.send("second");
        assertThat(server.next(NOT_NOW)).isEmpty();
        Shell.Outcome refused = Shell.run(withPrefix(other, "python3", "-c", "import socket,sys; socket.create_connection((sys.argv[1], 7001), 1)", one.address()));
        assertThat(refused.said()).as("a new connection hears nothing, not even a refusal").contains("timed out");
        network.heal();
        assertThat(server.next(SOON)).isEqualTo("heard second");
    }

    @Test
    void theEndLeavesNothing() throws Exception {
        Host host = network.host("a");
        Talker sleeper = talker(host, host);
        assertThat(Shell.must("ip", "netns", "list")).contains(namespace(host));
        network.close();
        assertThat(sleeper.process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Shell.must("ip", "netns", "list")).doesNotContain(namespace(host));
        assertThat(Shell.must("ip", "-o", "address")).doesNotContain(network.gateway() + "/");
    }

    @Test
    void whatAKilledProcessLeftIsTakenAwayByTheNext() throws Exception {
        int number = Integer.parseInt(network.gateway().split("\\.")[2]);
        Process killed = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Abandoned.class.getName()).redirectErrorStream(true).start();
        String left = new BufferedReader(new InputStreamReader(killed.getInputStream(), StandardCharsets.UTF_8)).readLine();
        killed.destroyForcibly().waitFor();
        assertThat(left).isNotEqualTo(Integer.toString(number));
        assertThat(Files.exists(Path.of("/run/netns/sterna-drill-" + left + "-a"))).isTrue();
        try (LocalNetwork next = LocalNetwork.withNamespaces()) {
            assertThat(next.gateway()).isNotEqualTo(network.gateway());
            assertThat(Shell.must("ip", "netns", "list")).doesNotContain("sterna-drill-" + left + "-a").contains("sterna-drill-" + number + "-hub");
        }
    }

    /** Makes a network and waits to be killed. */
    static final class Abandoned {
        private Abandoned() { }

        public static void main(String[] arguments) throws InterruptedException {
            LocalNetwork network = LocalNetwork.withNamespaces();
            network.host("a");
            System.out.println(network.gateway().split("\\.")[2]);
            Thread.currentThread().join();
        }
    }

    private static String namespace(Host host) {
        return host.prefix().stream().filter(part -> part.startsWith("--net=")).map(part -> Path.of(part.substring(6)).getFileName().toString()).findFirst().orElseThrow();
    }

    private static String[] withPrefix(Host host, String... command) {
        List<String> all = new ArrayList<>(host.prefix());
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }
}
