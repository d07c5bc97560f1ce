package org.sterna.platform.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.management.prometheus.Figures;

@Timeout(120)
class ManagementTest {
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private volatile Optional<String> notStarted = Optional.of("not yet");
    private volatile Optional<String> notReady = Optional.of("not yet, either");
    private volatile CompletableFuture<Figures> figures = CompletableFuture.completedFuture(new Figures().gauge("sterna_answer", "The answer.", () -> 42));
    private ActorSystem<Void> system;
    private Management management;
    private int port;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Health health = new Health() {
            @Override
            public Optional<String> notStarted() {
                return notStarted;
            }

            @Override
            public Optional<String> notReady() {
                return notReady;
            }
        };
        Config alone = ConfigFactory.parseString("pekko.actor.provider = local");
        Config configuration = Management.configuration("127.0.0.1", "127.0.0.1", port).withFallback(alone)
                .withFallback(ConfigFactory.parseResources("sterna-node.conf")).withFallback(ConfigFactory.defaultReference()).resolve()
                .withValue("pekko.management.http.routes.cluster-bootstrap", ConfigFactory.parseString("a = \"\"").getValue("a"));
        system = ActorSystem.create(Behaviors.empty(), "management-test", ActorSystemSetup.create(BootstrapSetup.create(configuration),
                new ManagementSetup(health, () -> figures)));
        management = Management.start(system).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        ActorTestKit.shutdown(system);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(60));
        return client.send((headers.length > 0 ? request.headers(headers) : request).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void assertAnswer(String path, int status, String text) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(text + "\n");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=UTF-8");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void eachQuestionHasItsAnswer() throws Exception {
        assertAnswer("/alive", 200, "alive");
        assertAnswer("/startup", 503, "not yet");
        assertAnswer("/ready", 503, "not yet, either");
        notStarted = Optional.empty();
        notReady = Optional.empty();
        assertAnswer("/startup", 200, "started");
        assertAnswer("/ready", 200, "ready");
        notReady = Optional.of("the node is stopping");
        assertAnswer("/ready", 503, "the node is stopping");
        assertAnswer("/alive", 200, "alive");
    }

    @Test
    void figuresAreToldInTheFormatThatIsWanted() throws Exception {
        HttpResponse<String> classic = get("/metrics");
        assertThat(classic.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(classic.body()).isEqualTo("# HELP sterna_answer The answer.\n# TYPE sterna_answer gauge\nsterna_answer 42.0\n");
        HttpResponse<String> open = get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(open.body()).endsWith("sterna_answer 42.0\n# EOF\n");
    }

    @Test
    void figuresThatCannotBeReadAreAnError() throws Exception {
        figures = CompletableFuture.failedFuture(new IllegalStateException("nobody counted"));
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("nobody counted");
    }

    @Test
    void nothingElseIsThereAndNothingCanBeChanged() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/ready/now").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready")).POST(HttpRequest.BodyPublishers.ofString("yes")).build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    /** As balancers ask. */
    @Test
    void theShortestQuestionIsAnswered() throws Exception {
        notReady = Optional.empty();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("GET /ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nready\n");
        }
    }

    @Test
    void aStoppedPortIsClosed() throws Exception {
        management.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/alive")).build(),
                HttpResponse.BodyHandlers.ofString())).isInstanceOf(ConnectException.class);
    }
}
