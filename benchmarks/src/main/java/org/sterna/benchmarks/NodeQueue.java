package org.sterna.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.platform.admin.AdminClient;
import org.sterna.platform.admin.AdminException;
import org.sterna.platform.admin.AdminResult;

/** The queue and the routes of a Sterna node, by its admin socket. */
final class NodeQueue {
    private static final Pattern COUNT = Pattern.compile("\"all\":\\{[^{}]*\"count\":([0-9]+)");
    private static final Duration ROUND = Duration.ofMillis(500);

    private final Path data;

    NodeQueue(Path data) {
        this.data = data;
    }

    /** Mail for the domain goes to this next hop from now on. */
    void route(String domain, String nextHop) {
        ask("route", "add", domain, nextHop);
    }

    /** What waits for this destination is due now. */
    void retry(String destination) {
        ask("destination", "retry", destination);
    }

    private String ask(String... command) {
        AdminResult result = AdminClient.call(data, List.of(command), "");
        if (result.status() != 0) {
            throw new AdminException(String.join(" ", command) + ": " + result.error());
        }
        return result.output();
    }

    /** How many messages wait in the slices for this destination; empty while the node is not ready or not every slice answers. */
    Optional<Long> waiting(String destination) {
        try {
            return Optional.of(count(ask("queue", "count", "--destination", destination, "--json")));
        } catch (AdminException notAll) {
            return Optional.empty();
        }
    }

    static long count(String json) {
        Matcher count = COUNT.matcher(json);
        if (!count.find()) {
            throw new AdminException("the queue's count does not match " + COUNT + ": " + json);
        }
        return Long.parseLong(count.group(1));
    }

    /**
     * Waits until so many messages wait at least.
     *
     * @return whether they did within the limit
     */
    boolean await(String destination, long messages, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (waiting(destination).filter(count -> count >= messages).isEmpty()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(ROUND.toNanos());
        }
        return true;
    }
}
