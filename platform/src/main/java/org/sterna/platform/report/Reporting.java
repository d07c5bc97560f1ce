package org.sterna.platform.report;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.ReportSettings;
import org.sterna.persistence.report.cassandra.ReportCounts;
import org.sterna.persistence.report.cassandra.ReportSendings;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.platform.delivery.OwnMail;
import org.sterna.protocols.dns.DnsLookup;

/** Counting and sending on one node: what is counted is there from the start on, sending begins with the queue. */
public final class Reporting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);
    private static final Duration ROUNDS = Duration.ofMinutes(10);
    private static final Duration LAST_WRITE = Duration.ofSeconds(5);

    private final ReportSettings settings;
    private final String incarnation;
    private final Database database;
    private final ReportCounts counts;
    private final ReportCollector collector;
    private final Clock clock;
    private final List<Cancellable> timers = new ArrayList<>();
    private Optional<ReportSender> sender = Optional.empty();

    /** @param incarnation names this run of this node */
    public Reporting(ReportSettings settings, Database database, String incarnation, Clock clock) {
        this.settings = settings;
        this.database = database;
        this.incarnation = incarnation;
        this.clock = clock;
        counts = new ReportCounts(database, incarnation);
        collector = new ReportCollector(counts, settings, clock);
    }

    public ReportCollector collector() {
        return collector;
    }

    /**
     * Makes what sends; no timer is started. Nothing is sent where the address that reports would come from is none.
     */
    public ReportSender sender(OwnMail mail, DnsLookup dns, HttpsPost https, String hostName) {
        List<ReportMaker> makers = new ArrayList<>();
        Reporter.of(settings, hostName, clock).ifPresentOrElse(reporter -> {
            if (settings.dmarc()) {
                makers.add(new DmarcReports(counts, dns, reporter));
            }
            if (settings.tls()) {
                makers.add(new TlsReports(counts, dns, reporter));
            }
        }, () -> LOG.warn("reports to other domains are not sent: sterna.trust.reports.from is no address"));
        return new ReportSender(makers, counts, new ReportSendings(database, incarnation), mail, https, settings, clock);
    }

    /**
     * What tells of single messages; empty if the settings do not want it, or the address that reports would come from is none.
     *
     * @param authservId who says what was found out
     */
    public Optional<FailureReports> failures(OwnMail mail, DnsLookup dns, String hostName, String authservId) {
        return Optional.of(settings.failure()).filter(ReportSettings.Failure::enabled)
                .flatMap(failure -> Reporter.of(settings, hostName, clock).map(reporter -> new FailureReports(failure, reporter, authservId, mail, dns)));
    }

    /** Stores and sends from now on. */
    public void start(ActorSystem<?> system, ReportSender reports) {
        sender = Optional.of(reports);
        timers.add(system.scheduler().scheduleWithFixedDelay(settings.writeEvery(), settings.writeEvery(), collector::write, system.executionContext()));
        timers.add(system.scheduler().scheduleWithFixedDelay(ROUNDS, ROUNDS, reports::round, system.executionContext()));
    }

    /** Messages and posts that have left this node. */
    public long sent() {
        return sender.map(ReportSender::sent).orElse(0L);
    }

    @Override
    public void close() {
        timers.forEach(Cancellable::cancel);
        sender.ifPresent(ReportSender::close);
        try {
            collector.write().toCompletableFuture().orTimeout(LAST_WRITE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            LOG.warn("what was counted last for reports is lost: {}", e.toString());
        }
    }
}
