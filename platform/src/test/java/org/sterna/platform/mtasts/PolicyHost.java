package org.sterna.platform.mtasts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server of 127.0.0.1 that answers as it is told. */
public final class PolicyHost implements AutoCloseable {
    /** What it says to who asks. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpsServer server;
    private final int port;
    private volatile Answer answer = text("");

    /**
     * @param port        0 for a free one
     * @param certificate PEM with its key
     */
    public PolicyHost(int port, Path certificate) throws IOException {
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", port), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(TestServers.context(certificate)));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI().getPath());
            try (exchange) {
                answer.to(exchange);
            }
        });
        server.start();
        this.port = server.getAddress().getPort();
    }

    /** A page of plain text. */
    public static Answer text(String text) {
        return page(200, "text/plain", text);
    }

    /** Any page. */
    public static Answer page(int status, String type, String text) {
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.getResponseHeaders().add("Location", "https://mta-sts.outside.example/elsewhere");
            exchange.sendResponseHeaders(status, text.getBytes(UTF_8).length);
            exchange.getResponseBody().write(text.getBytes(UTF_8));
        };
    }

    public void answers(Answer other) {
        answer = other;
    }

    public int port() {
        return port;
    }

    /** Host and path of each request. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
