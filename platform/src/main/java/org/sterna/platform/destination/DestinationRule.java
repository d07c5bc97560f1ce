package org.sterna.platform.destination;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of the traffic to one key. Rules are settings that can be changed while running.
 *
 * @param connections           at one time, cluster-wide; at least 1
 * @param messagesPerConnection after which a connection is closed; at least 1
 * @param rates                 messages and connections in a time; all are kept
 * @param recipientsPerMessage  in one transaction; more go in the next
 * @param idle                  how long a connection without work stays open
 * @param sources               pool of addresses to connect from; empty for any
 * @param retry                 overrides of the retry schedule
 */
public record DestinationRule(int connections, int messagesPerConnection, List<Rate> rates, int recipientsPerMessage, Duration idle,
        List<String> sources, Retry retry) {
    /** At most {@code count} in {@code per}. */
    public record Rate(What what, int count, Duration per) {
        /** What is counted. */
        public enum What { CONNECTIONS, MESSAGES }
    }

    /** What is different for this destination; empty for as usual. */
    public record Retry(Optional<Duration> first, Optional<Duration> longest, Optional<Duration> lifetime) { }

    public DestinationRule {
        rates = List.copyOf(rates);
        sources = List.copyOf(sources);
    }
}
