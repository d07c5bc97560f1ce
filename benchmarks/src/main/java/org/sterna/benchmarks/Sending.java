package org.sterna.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;
import picocli.CommandLine.Option;

/** The options of what sends mail that is to be relayed. */
final class Sending {
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(120);
    private static final int RECIPIENTS = 1000;

    @Option(names = "--sessions", paramLabel = "N", description = "Connections at the same time. Default: ${DEFAULT-VALUE}.")
    private int sessions = 64;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "The reverse-path. Default: ${DEFAULT-VALUE}.")
    private String from = "load@example.net";

    @Option(names = "--pipelining", description = "MAIL, RCPT and DATA together; the server must offer it.")
    private boolean pipelining;

    @Option(names = "--limit", paramLabel = "SECONDS", description = "Of the sending, and of the wait behind it. Default: ${DEFAULT-VALUE}.")
    private int limit = 3600;

    Duration limit() {
        return Duration.ofSeconds(limit);
    }

    int sessions() {
        return sessions;
    }

    /**
     * Sends messages to a thousand recipients of a domain, one each, in turn.
     *
     * @param name of the run, which no other run has
     * @throws IOException if not all were acknowledged
     */
    SmtpLoadResult send(InetSocketAddress server, String domain, int messages, int octets, String name) throws IOException, InterruptedException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<String> recipients = IntStream.range(0, Math.min(RECIPIENTS, messages)).mapToObj(number -> "u" + number + "@" + domain).toList();
        SmtpLoadResult result = SmtpLoad.run(new SmtpLoadPlan(server, sessions, messages, octets, from, recipients, Integer.MAX_VALUE, Optional.empty(),
                pipelining, false, REPLY_TIMEOUT, limit(), name + "-" + now.toEpochMilli() + "-" + System.nanoTime() % 1_000_000, now), SmtpLoadListener.NONE);
        if (result.acknowledged().cardinality() != messages) {
            throw new IOException("not all of " + messages + " messages were acknowledged: " + result);
        }
        return result;
    }
}
