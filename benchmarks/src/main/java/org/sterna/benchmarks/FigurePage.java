package org.sterna.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one or more nodes told at {@code /metrics}, in Prometheus' text format.
 *
 * @param values by name and labels, as they are written; of several nodes the sums
 */
record FigurePage(Map<String, Double> values) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    FigurePage {
        values = Map.copyOf(values);
    }

    /** Asks all of these management ports. */
    static FigurePage of(List<InetSocketAddress> nodes) throws IOException, InterruptedException {
        Map<String, Double> sums = new HashMap<>();
        for (InetSocketAddress node : nodes) {
            URI page = URI.create("http://" + node.getHostString() + ":" + node.getPort() + "/metrics");
            HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(page).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(page + " was answered with " + answer.statusCode());
            }
            parse(answer.body()).values().forEach((name, value) -> sums.merge(name, value, Double::sum));
        }
        return new FigurePage(sums);
    }

    static FigurePage parse(String page) {
        Map<String, Double> values = new HashMap<>();
        page.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');                       // labels may hold some, too
            values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        return new FigurePage(values);
    }

    /** @throws IOException if no node has told it */
    double value(String name) throws IOException {
        Double value = values.get(name);
        if (value == null) {
            throw new IOException("the node has no figure " + name);
        }
        return value;
    }
}
