package org.sterna.platform.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.ReportSettings;
import org.sterna.persistence.identity.QueueId;
import org.sterna.platform.delivery.OwnMail;
import org.sterna.platform.trust.DmarcCollector;
import org.sterna.platform.trust.Evidence;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.dmarc.PublicSuffixes;
import org.sterna.protocols.dmarc.PublishedPolicy;
import org.sterna.protocols.dmarc.ReportDestinations;
import org.sterna.protocols.dmarc.ReportUri;
import org.sterna.protocols.dmarc.failure.FailureKind;
import org.sterna.protocols.dmarc.failure.FailureMail;
import org.sterna.protocols.dmarc.failure.FailureReport;
import org.sterna.protocols.dmarc.failure.ToldFields;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;
import org.sterna.protocols.feedback.ReportMail;
import org.sterna.protocols.message.HeaderField;

/**
 * Tells the domains of authors of messages that fail (RFC 7489 section 7.3), one message after the other on a thread of its own; no reply waits for it. What is to be told is in memory
 * only: a crash loses it. More than {@value #MOST_WAITING} that wait, and the next is not told.
 *
 * <p>Who sends forged mail can make a domain get reports that it asked for, and nobody else (RFC 7489 section 7.1): so many a day, and none about what may be a report itself.
 */
public final class FailureReports implements DmarcCollector, AutoCloseable {
    private static final int MOST_WAITING = 100;
    /** Organizations in a day; the table of them is in memory. */
    private static final int MOST_ORGANIZATIONS = 10_000;
    private static final int PATIENCE_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(FailureReports.class);

    private final Reporter reporter;
    private final String authservId;
    private final OwnMail mail;
    private final DnsLookup dns;
    private final ReportDestinations destinations;
    private final ToldFields told;
    private final DailyLimit limit;
    private final LongAdder sent = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean warned;
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
        Thread thread = new Thread(task, "sterna-failure-reports");
        thread.setDaemon(true);
        return thread;
    });

    /** @param authservId who says what was found out */
    FailureReports(ReportSettings.Failure settings, Reporter reporter, String authservId, OwnMail mail, DnsLookup dns) {
        this.reporter = reporter;
        this.authservId = authservId;
        this.mail = mail;
        this.dns = dns;
        destinations = new ReportDestinations(dns, PublicSuffixes.bundled());
        told = new ToldFields(settings.fields());
        limit = new DailyLimit(settings.daily(), MOST_ORGANIZATIONS, reporter.clock());
    }

    @Override
    public void collect(Judged judged) {
        try {
            offer(judged);
        } catch (RejectedExecutionException e) {
            dropped.increment();
        } catch (RuntimeException e) {          // whatever a stranger has written: it is no reason not to accept the message
            failed.increment();
            LOG.warn("what failed of a message could not be looked at: {}", e.toString());
        }
    }

    private void offer(Judged judged) {
        Optional<PublishedPolicy> asking = judged.evaluation().published().filter(published -> !published.record().failure().isEmpty());
        Optional<FailureKind> kind = asking.flatMap(published -> FailureKind.wanted(published.record().failureOptions(), judged.evaluation(), judged.authenticated()));
        if (kind.isEmpty() || mayBeReport(judged.evidence())) {
            return;
        }
        String domain = asking.get().domain();
        if (!limit.take(PublicSuffixes.bundled().organizationalDomain(domain).orElse(domain))) {
            limited.increment();
            return;
        }
        executor.execute(() -> tell(judged, kind.get(), asking.get()));
    }

    /** A report about a report could lead to another one (RFC 3834 section 2). */
    private boolean mayBeReport(Evidence evidence) {
        String from = reporter.from().toString().toLowerCase(Locale.ROOT);
        return evidence.reversePath() instanceof NullReversePath
                || evidence.reversePath().toString().equalsIgnoreCase(from)
                || evidence.header().all("Auto-Submitted").stream().anyMatch(field -> !field.body().equalsIgnoreCase("no"))
                || evidence.header().all("Content-Type").stream().anyMatch(field -> lower(field).startsWith("multipart/report"))
                || Stream.concat(evidence.header().all("From").stream(), evidence.content().authors().stream()).anyMatch(field -> lower(field).contains(from));
    }

    private static String lower(HeaderField field) {
        return field.body().toLowerCase(Locale.ROOT);
    }

    private void tell(Judged judged, FailureKind kind, PublishedPolicy published) {
        try {
            List<ReportUri> wanted = await(destinations.failure(published)).allowed();
            if (!wanted.isEmpty()) {
                FailureReport report = new FailureFindings(judged, kind).report(authservId, await(spfPolicy(judged)), told);
                for (ReportUri uri : wanted) {
                    send(report, uri);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failed.increment();
            LOG.warn("{} is not told of a message that failed: {}", published.domain(), e.toString());
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Asked for again: usually the DNS has it still at hand. */
    private CompletionStage<Optional<FailureReport.SpfPolicy>> spfPolicy(Judged judged) {
        String domain = judged.evidence().mailFrom().map(verdict -> verdict.question().domain()).orElse("");
        return dns.lookup(domain, RecordType.TXT).thenApply(answer -> !(answer instanceof Answer.Found found) ? Optional.empty() : found.records().stream()
                .filter(DnsRecord.Text.class::isInstance).map(record -> ((DnsRecord.Text) record).text()).filter(FailureReports::isSpf).findFirst()
                .map(text -> new FailureReport.SpfPolicy(domain, text)));
    }

    /** RFC 7208 section 4.5. */
    private static boolean isSpf(String text) {
        return text.regionMatches(true, 0, "v=spf1 ", 0, "v=spf1 ".length()) || text.equalsIgnoreCase("v=spf1");
    }

    private void send(FailureReport report, ReportUri uri) throws Exception {
        Optional<OwnMail.Letter> letter = uri.mailAddress().filter(to -> !to.needsUtf8()).map(to -> letter(report, to))
                .filter(each -> uri.maxOctets().isEmpty() || each.octets().length <= uri.maxOctets().getAsLong());      // RFC 7489 section 6.2
        if (letter.isEmpty()) {
            return;
        }
        Optional<OwnMail.Signed> signed = await(mail.sign(letter.get()));
        if (signed.isEmpty()) {
            unsigned();
            return;
        }
        QueueId id = await(mail.queue(signed.get()));
        sent.increment();
        LOG.info("{}: a failure report of {} for {}", id, report.evaluation().authorDomain(), letter.get().to());
    }

    private OwnMail.Letter letter(FailureReport report, Address to) {
        String token = UUID.randomUUID().toString().replace("-", "");
        String id = "<" + token + "@" + reporter.submitter() + ">";
        return new OwnMail.Letter(new FailureMail(report, new ReportMail.Envelope(reporter.from(), List.of(to), reporter.date(), id, "report-" + token)).octets(), to, id);
    }

    private void unsigned() {
        failed.increment();
        if (!warned) {
            warned = true;
            LOG.warn("failure reports are not sent: nothing signs for the domain of sterna.trust.reports.from (./sterna domain dkim NAME rotate)");
        }
    }

    /** Messages that have been queued. */
    public long sent() {
        return sent.sum();
    }

    /** Messages not told of, because their organization was told of enough today. */
    public long limited() {
        return limited.sum();
    }

    /** Messages not told of, because too many waited. */
    public long dropped() {
        return dropped.sum();
    }

    /** Reports that could not be signed or queued. */
    public long failed() {
        return failed.sum();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
