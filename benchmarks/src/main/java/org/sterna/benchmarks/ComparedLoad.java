package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;

/**
 * Mail that is sent to a server of a comparison.
 *
 * @param from          the reverse-path
 * @param recipients    taken in turn, one a message
 * @param octets        of each message
 * @param perConnection messages on a connection
 * @param pipelining    whether MAIL, RCPT and DATA go out together
 * @param rate          messages a second; as many as are taken if empty
 */
record ComparedLoad(String from, List<String> recipients, int octets, int perConnection, boolean pipelining, Optional<Double> rate) {
    static final Duration LIMIT = Duration.ofMinutes(15);
    private static final String FROM = "load@example.net";
    private static final int SESSIONS = 64;
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(120);
    private static final AtomicInteger RUNS = new AtomicInteger();

    /** Connections are kept. */
    static ComparedLoad to(List<String> recipients, int octets) {
        return new ComparedLoad(FROM, recipients, octets, Integer.MAX_VALUE, true, Optional.empty());
    }

    /** One command at a time, and a connection for each message, as smtp-source of Postfix does. */
    static ComparedLoad singly(List<String> recipients, int octets) {
        return new ComparedLoad(FROM, recipients, octets, 1, false, Optional.empty());
    }

    ComparedLoad at(double perSecond) {
        return new ComparedLoad(from, recipients, octets, perConnection, pipelining, Optional.of(perSecond));
    }

    ComparedLoad from(String address) {
        return new ComparedLoad(address, recipients, octets, perConnection, pipelining, rate);
    }

    /** A run of its own, of 64 sessions. */
    SmtpLoadPlan plan(ComparedServer server, int messages) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new SmtpLoadPlan(server.smtp(), SESSIONS, messages, octets, from, recipients, perConnection, rate, pipelining, false, REPLY_TIMEOUT, LIMIT,
                "compare-" + now.getEpochSecond() + "-" + RUNS.incrementAndGet(), now);
    }

    /** @throws IOException if not all were acknowledged */
    static SmtpLoadResult run(SmtpLoadPlan plan) throws IOException, InterruptedException {
        SmtpLoadResult result = SmtpLoad.run(plan, SmtpLoadListener.NONE);
        if (result.acknowledged().cardinality() != plan.messages()) {
            throw new IOException("not all of " + plan.messages() + " messages were acknowledged: " + result);
        }
        return result;
    }
}
