package org.sterna.platform.report;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.ReportSettings;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.report.ReceivedReport;
import org.sterna.persistence.report.cassandra.ReceivedReports;
import org.sterna.platform.reception.Arrivals;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.Postmaster;

/**
 * Reads reports that came as mail to a report address of ours, after the message was accepted and beside its delivery: one at a time, on a thread of its own. More than
 * {@value #MOST_WAITING} that wait, and the next is only delivered.
 */
public final class ReportBox implements Arrivals, AutoCloseable {
    /** Receivers usually take messages of ten megabytes (RFC 8460 section 5.2). */
    static final int MAX_OCTETS = 10 << 20;
    private static final int MOST_WAITING = 100;
    private static final int PATIENCE_SECONDS = 60;
    private static final Logger LOG = LoggerFactory.getLogger(ReportBox.class);

    private final ReceivedReports reports;
    private final ReportReader reader;
    private final CassandraBlobs blobs;
    private final List<String> localParts;
    private final Supplier<Directory> directory;
    private final LongAdder stored = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
        Thread thread = new Thread(task, "sterna-reports");
        thread.setDaemon(true);
        return thread;
    });

    public ReportBox(ReceivedReports reports, CassandraBlobs blobs, ReportSettings settings, Supplier<Directory> directory, Clock clock) {
        this.reports = reports;
        this.reader = new ReportReader(domain -> directory.get().ours(domain), clock);
        this.blobs = blobs;
        this.localParts = settings.localParts();
        this.directory = directory;
    }

    @Override
    public void arrived(Arrived message) {
        if (message.octets().size() > MAX_OCTETS || message.recipients().stream().noneMatch(this::isReportAddress)) {
            return;
        }
        try {
            executor.execute(() -> read(message));
        } catch (RejectedExecutionException e) {
            passed.increment();
        }
    }

    private boolean isReportAddress(ForwardPath recipient) {
        if (recipient instanceof Postmaster) {
            return true;
        }
        Address address = (Address) recipient;
        return (address.localPart().isPostmaster() || localParts.contains(address.localPart().value().toLowerCase(Locale.ROOT)))
                && directory.get().ours(address.domain().text()).isPresent();
    }

    /** Messages that may have been reports, and were not read for lack of time. */
    public long passed() {
        return passed.sum();
    }

    /** Reports that are stored. */
    public long stored() {
        return stored.sum();
    }

    private void read(Arrived message) {
        try {
            for (ReceivedReport report : reader.read(octets(message))) {
                ReceivedReports.Outcome outcome = reports.add(report).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (outcome == ReceivedReports.Outcome.STORED) {
                    stored.increment();
                } else {
                    LOG.info("a report about {} is not counted: {}", report.domain(), outcome);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | StackOverflowError e) {            // whatever a stranger has written: the message itself is delivered
            LOG.warn("a message to a report address could not be looked into: {}", e.toString());
        }
    }

    private byte[] octets(Arrived message) throws Exception {
        if (message.octets() instanceof OctetsPlace.InBlob blob) {
            return Optional.of(blobs.content(blob.blob(), blob.size()).range(0, (int) blob.size())).map(stage -> stage.toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .map(CompletableFuture::join).orElseThrow();
        }
        return message.atHand();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
