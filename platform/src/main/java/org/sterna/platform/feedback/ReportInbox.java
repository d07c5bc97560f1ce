package org.sterna.platform.feedback;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.feedback.ReceivedReport;
import org.sterna.persistence.feedback.cassandra.CassandraReceivedReports;
import org.sterna.persistence.queue.QueueEvent.MessageAccepted;
import org.sterna.platform.delivery.Arrivals;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.trust.AuthenticationResults;

/**
 * Reads the reports that are delivered to certain addresses, on one thread of its own. A message is in its mailbox by then, whatever becomes of this: one that comes while
 * too many wait, or that a crash keeps from being read, is not counted.
 */
public final class ReportInbox implements Arrivals, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportInbox.class);
    /** Receivers usually take ten megabytes (RFC 8460 section 5.2); in base64 they are more. */
    private static final int MOST_OCTETS = 16 << 20;
    private static final int MOST_WAITING = 100;

    private final Set<String> localParts;
    private final ReportReader reader;
    private final CassandraReceivedReports store;
    private final ThreadPoolExecutor thread;

    /**
     * @param localParts of the addresses that reports come to, in lower case, in any domain of ours
     * @param ours       whether a domain in A-labels is one of ours
     */
    public ReportInbox(Set<String> localParts, Predicate<String> ours, CassandraReceivedReports store) {
        this.localParts = Set.copyOf(localParts);
        this.store = store;
        reader = new ReportReader(ours);
        thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
            Thread made = new Thread(task, "sterna-reports");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void delivered(String forwardPath, MessageAccepted accepted, Content octets) {
        int at = forwardPath.lastIndexOf('@');
        if (at < 0 || !localParts.contains(forwardPath.substring(0, at).toLowerCase(Locale.ROOT)) || octets.size() > MOST_OCTETS) {
            return;
        }
        octets.range(0, (int) octets.size()).thenCompose(message -> read(message, accepted.prefix()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("a report to {} could not be counted: {}", forwardPath, failure.toString());
                    }
                });
    }

    private CompletionStage<Void> read(byte[] message, byte[] prefix) {
        try {
            return CompletableFuture.supplyAsync(() -> reader.read(message, isSigned(prefix)), thread).thenCompose(this::store);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IllegalStateException("too many wait"));
        }
    }

    private CompletionStage<Void> store(List<ReceivedReport> reports) {
        return CompletableFuture.allOf(reports.stream().map(each -> store.put(each).toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    /** What we found out ourselves stands in what we put in front; what is not checked comes from a host that is trusted. */
    private static boolean isSigned(byte[] prefix) {
        List<String> results = HeaderFields.parse(prefix).all("Authentication-Results").stream().map(HeaderField::body).toList();
        return results.isEmpty() || results.stream().flatMap(value -> AuthenticationResults.parse(value).stream())
                .flatMap(each -> each.results().stream()).anyMatch(result -> result.method().equals("dkim") && result.result().equals("pass"));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
