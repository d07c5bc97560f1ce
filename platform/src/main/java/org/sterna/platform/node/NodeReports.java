package org.sterna.platform.node;

import java.time.Clock;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.report.cassandra.ReceivedReports;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.platform.delivery.MessageQueue;
import org.sterna.platform.delivery.OwnMail;
import org.sterna.platform.delivery.QueueServices;
import org.sterna.platform.report.FailureReports;
import org.sterna.platform.report.HttpsPost;
import org.sterna.platform.report.ReportBox;
import org.sterna.platform.report.ReportCollector;
import org.sterna.platform.report.Reporting;
import org.sterna.platform.trust.DmarcCollector;
import org.sterna.protocols.dns.DnsLookup;

/** Reports between domains on one node: what is counted, what leaves, and what comes. */
final class NodeReports implements AutoCloseable {
    private final SternaSettings settings;
    private final Reporting reporting;
    private final ReceivedReports received;
    private final Clock clock;
    private Optional<ReportBox> box = Optional.empty();
    private Optional<FailureReports> failures = Optional.empty();

    /** Counts from now on. */
    NodeReports(SternaSettings settings, Database database, String incarnation, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        reporting = new Reporting(settings.reports(), database, incarnation, clock);
        received = new ReceivedReports(database, settings.reports().keep());
    }

    /** Sends and reads from now on. */
    void start(ActorSystem<?> system, QueueServices services, MessageQueue queue, DnsLookup dns, DirectoryCopy directory) {
        box = Optional.of(new ReportBox(received, services.blobs(), settings.reports(), directory::current, clock));
        OwnMail mail = new OwnMail(services, queue);
        String hostName = settings.node().hostName();
        failures = reporting.failures(mail, dns, hostName, settings.trust().authservId().orElse(hostName));
        reporting.start(system, reporting.sender(mail, dns, new HttpsPost(dns, HttpsPost::isPublic, Optional.empty()), hostName));
    }

    ReportCollector collector() {
        return reporting.collector();
    }

    /** What is told of each message whose author's domain has a policy; only once it has started. */
    DmarcCollector judged() {
        DmarcCollector counted = collector();
        return failures.<DmarcCollector>map(told -> judged -> {
            counted.collect(judged);
            told.collect(judged);
        }).orElse(counted);
    }

    /** Empty where they are switched off. */
    Optional<FailureReports> failures() {
        return failures;
    }

    /** Only once it has started. */
    ReportBox box() {
        return box.orElseThrow();
    }

    ReceivedReports received() {
        return received;
    }

    Reporting reporting() {
        return reporting;
    }

    @Override
    public void close() {
        box.ifPresent(ReportBox::close);
        failures.ifPresent(FailureReports::close);
        reporting.close();
    }
}
