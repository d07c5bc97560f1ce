package org.sterna.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A server that is compared, on ports of 127.0.0.1. It has the accounts of {@link ComparedAccounts}, and relays sink.test to the sink's port. */
interface ComparedServer extends AutoCloseable {
    /** Where all relay to what is for {@link #SINK_DOMAIN}. */
    String SINK_DOMAIN = "sink.test";

    /** The head of its column. */
    String name();

    /**
     * Where it listens.
     *
     * @param service smtp, submissions, imap, imaps, pop3 or pop3s
     */
    int port(String service);

    /** All its processes. */
    ProcessTree processes();

    /** Empty if it is another server than Sterna. */
    Optional<ScaleNode> node();

    /** Ends its processes and deletes all it had. */
    @Override
    void close() throws IOException, InterruptedException;

    /** Sterna takes passwords only behind TLS (RFC 8314 section 3). */
    default boolean takesPasswordsInTheClear() {
        return node().isEmpty();
    }

    default String hostAndPort(String service) {
        return "127.0.0.1:" + port(service);
    }

    default InetSocketAddress smtp() {
        return new InetSocketAddress("127.0.0.1", port("smtp"));
    }

    default ImapEndpoint imaps() {
        return ImapEndpoint.implicitTls(hostAndPort("imaps"));
    }

    /** Used since its start, by ended processes, too. */
    default Duration processorTime() throws IOException {
        return processes().processorTime();
    }
}
