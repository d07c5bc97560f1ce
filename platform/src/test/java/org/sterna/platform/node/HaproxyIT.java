package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian's HAProxy with our example configuration, of whose three nodes one is there: clients get to it, and it knows who they are. */
@Timeout(1200)
class HaproxyIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, String> SERVICES = Map.of("10025", "smtp", "10587", "submission", "10465", "submissions", "12525", "submission-alt",
            "10143", "imap", "10993", "imaps", "10110", "pop3", "10995", "pop3s");
    private static final Pattern BIND = Pattern.compile("bind :(\\d+)");
    private static final Pattern SERVER = Pattern.compile(" sterna([123]):(\\d+)");

    @TempDir
    static Path folder;
    private static NodeProcess node;
    private static Process haproxy;
    private static final Map<String, Integer> PORTS = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        int management = NodeProcess.freePort();
        node = NodeProcess.start("haproxy", "sterna.management.port=" + management, "sterna.every-listener.proxy-protocol=on",
                "sterna.proxy.trusted-networks=[\"127.0.0.1/32\"]");
        String text = Files.readString(Path.of(System.getProperty("sterna.home", "..")).resolve("cluster-config/src/main/haproxy/haproxy.cfg"));
        String bound = BIND.matcher(text).replaceAll(found -> "bind 127.0.0.1:" + PORTS.computeIfAbsent(SERVICES.get(found.group(1)), unused -> NodeProcess.freePort()));
        String served = SERVER.matcher(bound).replaceAll(found -> Matcher.quoteReplacement(" 127.0.0." + found.group(1) + ":"
                + (found.group(2).equals("8558") ? management : node.port(SERVICES.get(found.group(2))))));
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), served.replace("check port 8558", "check port " + management)
                .replace("maxconn 100000", "maxconn 1000"));          // as many as this user's limit of files may allow
        haproxy = new ProcessBuilder("haproxy", "-db", "-f", configuration.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile()).start();
    }

    @AfterAll
    static void end() throws InterruptedException {
        if (haproxy != null) {
            haproxy.destroy();
            haproxy.waitFor(30, TimeUnit.SECONDS);
            haproxy.destroyForcibly();
        }
        if (node != null) {
            node.close();
        }
    }

    /** The first line that a service says to a client of that address; empty if it says nothing. */
    private static String greeting(String service, String client) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(client), 0));
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.connect(new InetSocketAddress("127.0.0.1", PORTS.get(service)), Math.toIntExact(PATIENCE.toMillis()));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            return line == null ? "" : line;
        } catch (IOException refused) {
            return "";
        }
    }

    @Test
    void everyPortLeadsToTheNodeThatIsReady() throws IOException {
        assertThat(PORTS).hasSize(8);
        Map<String, String> greetings = Map.of("smtp", "220 ", "submission", "220 ", "submission-alt", "220 ", "imap", "* OK ", "pop3", "+OK ");
        greetings.forEach((service, greeting) -> Await.until(service + " is there", PATIENCE, () -> greeting(service, "127.0.0.7").startsWith(greeting)));
        for (String service : new String[] {"submissions", "imaps", "pop3s"}) {
            try (LineClient client = new LineClient(PORTS.get(service))) {
                client.secure();
                assertThat(client.line()).as(service).matches("(220 |\\* OK |\\+OK).*");
            }
        }
        Await.until("the node has written down who came", PATIENCE, () -> node.list("session", "list").stream()
                .filter(line -> line.getString("remote").startsWith("127.0.0.7")).map(line -> line.getString("service")).distinct().count() == 5);
    }
}
