package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The management port of a real node: what it tells of itself, and that what it counts is what has happened. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(1200)
class ManagementIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern TABLE_LINE = Pattern.compile("^\\| `([a-z0-9_]+)`");
    private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private static NodeProcess node;
    private static int port;
    private static String smith;
    private static String jones;

    @BeforeAll
    static void start() throws IOException {
        port = NodeProcess.freePort();
        node = NodeProcess.start("management", "sterna.management.port=" + port, "sterna.queue.first-retry=1h");
        List<String> accounts = node.accounts("smith", "jones");
        smith = accounts.get(0);
        jones = accounts.get(1);
        node.admin("route", "add", "dead.test", "127.0.0.1:" + NodeProcess.freePort());
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(60)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Every line of the page that is no comment: name with labels, and value. */
    private static Map<String, Double> figures() {
        Map<String, Double> figures = new TreeMap<>();
        try {
            get("/metrics").body().lines().filter(line -> !line.startsWith("#")).forEach(line ->
                    figures.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return figures;
    }

    private static double figure(String name) {
        Double value = figures().get(name);
        assertThat(value).as(name).isNotNull();
        return value;
    }

    private static void submit(String subject, String to) throws IOException {
        byte[] message = ("From: <" + smith + ">\r\nTo: <" + to + ">\r\nSubject: " + subject + "\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\nMessage-ID: <"
                + subject + "@example.org>\r\n\r\ntext\r\n").getBytes(ISO_8859_1);
        try (SmtpClient client = SmtpClient.submission(node.port("submission"), smith, NodeProcess.PASSWORD)) {
            client.expect("250", client.transaction(smith, to, message));
            client.ask("QUIT");
        }
    }

    @Test
    @Order(1)
    void aRunningNodeIsAliveStartedAndReady() throws Exception {
        for (String[] each : new String[][] {{"/alive", "alive"}, {"/startup", "started"}, {"/ready", "ready"}}) {
            assertThat(get(each[0]).statusCode()).as(each[0]).isEqualTo(200);
            assertThat(get(each[0]).body()).isEqualTo(each[1] + "\n");
        }
        assertThat(figure("sterna_ready")).isEqualTo(1);
        assertThat(figure("sterna_cluster_members{status=\"up\"}")).isEqualTo(1);
        assertThat(figure("sterna_cluster_unreachable_members")).isZero();
    }

    @Test
    @Order(2)
    void whatHappensIsCounted() throws Exception {
        for (int i = 0; i < 5; i++) {
            submit("local" + i, jones);
        }
        submit("remote", "nobody@dead.test");
        Await.until("all is delivered or waits", PATIENCE, () -> figures().get("sterna_delivery_results_total{result=\"delivered\"}") == 5
                && figures().get("sterna_queue_waiting_messages{state=\"deferred\"}") == 1);
        read();
        Await.until("the last session is over, and all slices are awake", PATIENCE, () -> {
            Map<String, Double> now = figures();
            return now.get("sterna_sessions{service=\"imap\"}") == 0 && now.get("sterna_connections{service=\"imap\"}") == 0
                    && now.get("sterna_connections{service=\"submission\"}") == 0 && now.get("sterna_queue_first_attempts") == 0
                    && now.get("sterna_queue_slices") == 128 && now.getOrDefault("sterna_entities{kind=\"slice\"}", 0.0) == 128
                    && now.getOrDefault("sterna_entities{kind=\"mailbox\"}", 0.0) > 0 && now.getOrDefault("sterna_shards{kind=\"mailbox\"}", 0.0) > 0;
        });
        Map<String, Double> figures = figures();
        String expected = """
                sterna_messages_accepted_total{origin="client"} 6.0
                sterna_messages_accepted_total{origin="node"} 0.0
                sterna_messages_not_accepted_total 0.0
                sterna_message_accept_duration_seconds_count 6.0
                sterna_delivery_results_total{result="relayed"} 0.0
                sterna_delivery_results_total{result="deferred"} 1.0
                sterna_queue_first_attempts 0.0
                sterna_queue_slices 128.0
                sterna_journal_events_total{event="message-added",kind="mailbox"} 7.0
                sterna_journal_events_total{event="flags-changed",kind="mailbox"} 1.0
                sterna_journal_events_total{event="messages-expunged",kind="mailbox"} 1.0
                sterna_imap_commands_total{command="login"} 2.0
                sterna_imap_commands_total{command="append"} 1.0
                sterna_imap_commands_total{command="copy"} 1.0
                sterna_imap_commands_total{command="search"} 1.0
                sterna_pop3_commands_total{command="user"} 0.0
                sterna_logins_total{protocol="imap",result="valid"} 1.0
                sterna_logins_total{protocol="imap",result="invalid"} 1.0
                sterna_logins_total{protocol="smtp",result="valid"} 6.0
                sterna_connections_accepted_total{service="imap"} 1.0
                sterna_connections_accepted_total{service="submission"} 6.0
                sterna_connections_refused_total{service="imap"} 0.0
                sterna_entity_restarts_total{cause="write",kind="mailbox"} 0.0
                sterna_late_rows_dropped_total{table="journal"} 0.0
                """;
        assertThat(expected.lines().map(line -> line.substring(0, line.lastIndexOf(' '))).map(name -> name + " " + figures.get(name)))
                .containsExactlyElementsOf(expected.lines().toList());
        assertThat(figures.get("sterna_cassandra_request_duration_seconds_bucket{operation=\"write\",le=\"+Inf\"}"))
                .isEqualTo(figures.get("sterna_cassandra_request_duration_seconds_count{operation=\"write\"}"));
        assertThat(figures.get("sterna_lease_remaining_seconds")).isBetween(0.0, 8.0);
        assertThat(figures.get("sterna_journal_write_duration_seconds_count")).isGreaterThanOrEqualTo(9);
        assertThat(figures.get("sterna_intake_flush_duration_seconds_count")).isPositive();
        assertThat(figures.get("sterna_cassandra_request_duration_seconds_sum{operation=\"write\"}")).isPositive();
        assertThat(figures.get("sterna_cassandra_request_duration_seconds_count{operation=\"conditional\"}")).isPositive();
        assertThat(figures.get("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
    }

    /** One session of IMAP that does one of everything. */
    private static void read() throws IOException {
        try (LineClient client = new LineClient(node.port("imap"))) {
            client.line();
            client.askLine("a STARTTLS");
            client.secure();
            tagged(client, "b LOGIN " + jones + " wrong", "NO");
            tagged(client, "c LOGIN " + jones + " \"" + NodeProcess.PASSWORD + "\"", "OK");
            assertThat(figure("sterna_sessions_authenticated{service=\"imap\"}")).isEqualTo(1);
            assertThat(figure("sterna_connections{service=\"imap\"}")).isEqualTo(1);
            tagged(client, "d SELECT INBOX", "OK");
            tagged(client, "e SEARCH ALL", "OK");
            tagged(client, "f STORE 1 +FLAGS (\\Deleted)", "OK");
            tagged(client, "g COPY 2 Archive", "OK");
            tagged(client, "h EXPUNGE", "OK");
            tagged(client, "i APPEND INBOX {6+}\r\na: b\r\n", "OK");
            tagged(client, "j LOGOUT", "OK");
        }
    }

    private static void tagged(LineClient client, String command, String condition) throws IOException {
        client.send(command + "\r\n");
        String tag = command.substring(0, 2);
        String line = client.line();
        while (!line.startsWith(tag)) {
            line = client.line();
        }
        assertThat(line).as(command).startsWith(tag + condition);
    }

    /** Prometheus' own checks: format, names, units, help. */
    @Test
    @Order(3)
    void promtoolHasNothingToSay() throws Exception {
        Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
        promtool.getOutputStream().write(get("/metrics").body().getBytes(UTF_8));
        promtool.getOutputStream().close();
        String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    @Test
    @Order(4)
    void everyFigureIsInTheManualAndNoOther() throws Exception {
        Set<String> told = new TreeSet<>();
        get("/metrics").body().lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> told.add(line.split(" ")[2]));
        Set<String> described = new TreeSet<>();
        Files.readString(Path.of(System.getProperty("sterna.home", "..")).resolve("docs/operating.md")).lines().forEach(line -> {
            Matcher first = TABLE_LINE.matcher(line);
            if (first.find() && (first.group(1).startsWith("sterna_") || first.group(1).startsWith("jvm_") || first.group(1).startsWith("process_"))) {
                described.add(first.group(1));
            }
        });
        assertThat(described).isEqualTo(told);
    }

    /** As long as it still speaks it says that it is not ready, and never again that it is. */
    @Test
    @Order(5)
    void aNodeThatStopsIsNotReady() throws Exception {
        List<String> answers = new ArrayList<>();
        Thread stopping = new Thread(node::stop);
        try (LineClient client = new LineClient(node.port("imap"))) {
            client.line();                                  // somebody the node has to say goodbye to
            stopping.start();
            while (true) {
                HttpResponse<String> answer = get("/ready");
                answers.add(answer.statusCode() + " " + answer.body().strip());
            }
        } catch (IOException closed) {
            stopping.join();
        }
        assertThat(answers).isSubsetOf("200 ready", "503 the node is stopping");
        int last = answers.lastIndexOf("200 ready");
        assertThat(answers.subList(0, last + 1)).as("no stopping node becomes ready").doesNotContain("503 the node is stopping");
    }
}
