package org.sterna.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sterna, in a comparison: a node with its own Cassandra on a fresh folder, as it comes but for what {@link #settings} says. */
final class ComparedNode implements ComparedServer {
    private final String name;
    private final ScaleNode node;

    private ComparedNode(String name, ScaleNode node) {
        this.name = name;
        this.node = node;
    }

    /**
     * Starts it and makes the accounts.
     *
     * @param name     the head of its column
     * @param command  what starts a node
     * @param offset   of its ports
     * @param sinkPort where it relays to
     * @param sets     settings of its own, beside {@link #settings}
     */
    static ComparedNode start(String name, List<String> command, int offset, int sinkPort, List<String> sets, int rounds) throws IOException, InterruptedException {
        ScaleNode node = ScaleNode.start(command, offset, sets);
        try {
            for (Map.Entry<String, Integer> kind : ComparedAccounts.numbers(rounds).entrySet()) {
                node.makeAccounts(kind.getKey(), 0, kind.getValue());
            }
            node.queue().route(SINK_DOMAIN, "127.0.0.1:" + sinkPort);
            return new ComparedNode(name, node);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** What is not as it comes. */
    static List<String> settings() {
        return ScaleNode.SETTINGS;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port(String service) {
        return node.port(service);
    }

    @Override
    public ProcessTree processes() {
        return node.processes();
    }

    @Override
    public Optional<ScaleNode> node() {
        return Optional.of(node);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        node.close();
    }
}
