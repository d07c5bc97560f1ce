package org.sterna.platform.node;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.sterna.config.Service;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.journal.pekko.cassandra.JournalCounts;
import org.sterna.persistence.queue.pekko.WaitingCounts;
import org.sterna.persistence.session.SessionCounts;
import org.sterna.persistence.store.cassandra.StatementCounts;
import org.sterna.persistence.wire.pekko.MessageCounts;
import org.sterna.platform.access.CommandCounts;
import org.sterna.platform.connection.ConnectionCounts;
import org.sterna.platform.credentials.LoginCounts;
import org.sterna.platform.delivery.QueueCounts;
import org.sterna.platform.management.prometheus.Figures;
import org.sterna.platform.management.prometheus.ProcessFigures;
import org.sterna.platform.report.FailureReports;

/**
 * What a node tells of itself in figures; {@code docs/operating.md} has the list. All are counted by those who do the work and only read here, so that nobody
 * who asks costs more than that, however much there is.
 */
final class NodeFigures {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final List<String> SERVICE = List.of("service");
    private static final List<String> KIND = List.of("kind");
    private static final List<MemberStatus> STATUSES = List.of(MemberStatus.joining(), MemberStatus.weaklyUp(), MemberStatus.up(), MemberStatus.leaving(),
            MemberStatus.exiting(), MemberStatus.down());

    private final Node node;
    private final Figures starting = new Figures();
    private volatile Optional<Figures> all = Optional.empty();
    private volatile Optional<ShardFigures> shards = Optional.empty();

    NodeFigures(Node node) {
        this.node = node;
        process(starting);
    }

    /** Everything is there that has figures. */
    void complete() {
        Figures figures = new Figures();
        process(figures);
        clients(figures);
        queue(figures);
        reports(figures);
        commands(figures);
        journal(figures, node.journal().counts());
        store(figures, node.database().counts());
        lease(figures);
        ShardFigures counted = new ShardFigures(node.system());
        cluster(figures, counted);
        shards = Optional.of(counted);
        all = Optional.of(figures);
    }

    /** Before the ports are open, those of the process alone. */
    CompletionStage<Figures> now() {
        return shards.map(ShardFigures::refresh).orElse(CompletableFuture.completedFuture(null)).thenApply(unused -> all.orElse(starting));
    }

    private void process(Figures figures) {
        ProcessFigures.addTo(figures);
        String version = Optional.ofNullable(Node.class.getPackage().getImplementationVersion()).orElse("development");
        figures.gauge("sterna_build_info", "Always 1.", List.of("version", "java"), values -> values.add(1, version, Runtime.version().toString()))
                .gauge("sterna_ready", "1 if the ports are open and the node does not stop.", () -> node.ready() ? 1 : 0);
    }

    private void clients(Figures figures) {
        Supplier<Map<Service, List<ConnectionCounts>>> ports = () -> node.listeners().counts();
        figures.gauge("sterna_connections", "Open connections of clients.", SERVICE, values -> ports.get().forEach((service, counts) ->
                        values.add(counts.stream().mapToInt(ConnectionCounts::open).sum(), service.settingName())))
                .counter("sterna_connections_accepted_total", "Connections of clients that were served.", SERVICE, values -> ports.get().forEach((service, counts) ->
                        values.add(counts.stream().mapToLong(ConnectionCounts::total).sum(), service.settingName())))
                .counter("sterna_connections_refused_total", "Connections that were turned away: a cap was reached, or a proxy is not trusted.", SERVICE,
                        values -> ports.get().forEach((service, counts) ->
                                values.add(counts.stream().mapToLong(ConnectionCounts::refused).sum(), service.settingName())));
        SessionCounts sessions = node.sessionLog().counts();
        figures.gauge("sterna_sessions", "Open sessions.", SERVICE, values -> sessions(sessions, (service, counted) -> values.add(counted.open(), service)))
                .gauge("sterna_sessions_authenticated", "Open sessions of an account.", SERVICE, values ->
                        sessions(sessions, (service, counted) -> values.add(counted.authenticated(), service)))
                .counter("sterna_session_events_dropped_total", "Events of sessions that are missing in the session log, because too many waited.",
                        sessions::droppedEvents);
        LoginCounts logins = node.authenticator().counts();
        figures.counter("sterna_logins_total", "Logins, by how they ended.", List.of("protocol", "result"), values -> {
            for (LoginScope scope : LoginScope.values()) {
                logins.of(scope).forEach((result, count) -> values.add(count, scope.word(), result));
            }
        });
    }

    private void sessions(SessionCounts sessions, BiConsumer<String, SessionCounts.OfService> values) {
        Map<String, SessionCounts.OfService> counted = sessions.counted();
        for (Service service : node.listeners().counts().keySet()) {
            values.accept(service.settingName(), counted.getOrDefault(service.settingName(), new SessionCounts.OfService(0, 0)));
        }
    }

    private void queue(Figures figures) {
        QueueCounts queue = node.queue().counts();
        WaitingCounts waiting = WaitingCounts.of(node.system());
        figures.counter("sterna_messages_accepted_total", "Messages accepted: from clients, or made by the node, as reports are.", List.of("origin"), values -> {
                    values.add(queue.messages(), "client");
                    values.add(queue.reports(), "node");
                })
                .counter("sterna_messages_not_accepted_total", "Messages answered with 4xx because they could not be made durable.", queue::failures)
                .histogram("sterna_message_accept_duration_seconds", "From the last octet of a message until it was durable.", queue.accepting())
                .counter("sterna_delivery_results_total", "Outcomes of attempts, one for each recipient.", List.of("result"), values ->
                        queue.results().forEach((result, count) -> values.add(count, result)))
                .gauge("sterna_queue_first_attempts", "Messages in their first attempt on this node.", () -> node.queue().active())
                .gauge("sterna_queue_waiting_messages", "Messages that wait in the slices of this node.", List.of("state"), values ->
                        waiting.counted().forEach((state, count) -> values.add(count, state.name().toLowerCase(Locale.ROOT))))
                .gauge("sterna_queue_slices", "Slices of the queue that live on this node.", waiting::slices);
    }

    private void reports(Figures figures) {
        NodeReports reports = node.reports();
        figures.counter("sterna_domain_reports_sent_total", "Reports to other domains, of DMARC and TLS, that left this node.", reports.reporting()::sent)
                .counter("sterna_domain_reports_received_total", "Reports of others about our domains that were stored.", () -> reports.box().stored())
                .counter("sterna_domain_reports_passed_total", "Messages to a report address that were only delivered, because too many were to be read.", () -> reports.box().passed())
                .counter("sterna_domain_report_drops_total", "What reports do not count, for lack of room or because it came too late.", reports.collector()::dropped)
                .counter("sterna_failure_reports_total", "Failure reports of DMARC that were sent, and those that were not.", List.of("result"), values -> {
                    values.add(reports.failures().map(FailureReports::sent).orElse(0L), "sent");
                    values.add(reports.failures().map(FailureReports::limited).orElse(0L), "limited");
                    values.add(reports.failures().map(FailureReports::dropped).orElse(0L), "dropped");
                    values.add(reports.failures().map(FailureReports::failed).orElse(0L), "failed");
                });
    }

    private void commands(Figures figures) {
        CommandCounts commands = CommandCounts.of(node.system());
        figures.counter("sterna_imap_commands_total", "Commands of IMAP, whatever their answers.", List.of("command"), values ->
                        commands.imap().forEach((verb, count) -> values.add(count, verb)))
                .counter("sterna_pop3_commands_total", "Commands of POP3, whatever their answers.", List.of("command"), values ->
                        commands.pop3().forEach((verb, count) -> values.add(count, verb)));
    }

    private void journal(Figures figures, JournalCounts journal) {
        figures.counter("sterna_journal_events_total", "Durable events of the entities on this node.", List.of("kind", "event"), values ->
                        journal.kinds().forEach((kind, counts) -> counts.events().counted().forEach((event, count) -> values.add(count, kind, event))))
                .histogram("sterna_journal_write_duration_seconds", "From an entity's write until it may be acknowledged.", journal.writes())
                .counter("sterna_entity_recoveries_total", "Entities that began to read their journals on this node.", KIND, values ->
                        journal.kinds().forEach((kind, counts) -> values.add(counts.recoveries().sum(), kind)))
                .counter("sterna_entity_restarts_total", "Entities that were started again because their journal could not be read or written.",
                        List.of("kind", "cause"), values -> journal.kinds().forEach((kind, counts) -> {
                            values.add(counts.failedRecoveries().sum(), kind, "read");
                            values.add(counts.failedWrites().sum(), kind, "write");
                        }))
                .counter("sterna_late_rows_dropped_total", "Rows of former writers that were passed over when they were read.", List.of("table"), values -> {
                    values.add(journal.droppedRows(), "journal");
                    values.add(node.intake().droppedRows(), "intake");
                })
                .histogram("sterna_intake_flush_duration_seconds", "From a flush of the intake until Cassandra has answered.", node.intake().flushes())
                .gauge("sterna_intake_pending_bytes", "Octets that wait to be written to the intake or are being written.", () -> node.intake().pendingOctets());
    }

    private static void store(Figures figures, StatementCounts statements) {
        figures.histogram("sterna_cassandra_request_duration_seconds", "Statements, each attempt for itself; conditional ones are lightweight transactions.",
                        List.of("operation"), times -> {
                            times.add(statements.reads(), "read");
                            times.add(statements.writes(), "write");
                            times.add(statements.conditional(), "conditional");
                        })
                .counter("sterna_cassandra_failures_total", "Statements that failed or were not answered in time.", List.of("operation"), values -> {
                    values.add(statements.failedReads().sum(), "read");
                    values.add(statements.failedWrites().sum(), "write");
                })
                .counter("sterna_cassandra_write_repetitions_total", "Writes that were sent again because they had failed.", () ->
                        statements.repeatedWrites().sum());
    }

    private void lease(Figures figures) {
        figures.gauge("sterna_lease_remaining_seconds", "For how long the lease is valid without another renewal; at 0 acknowledgements wait.", () ->
                        node.leases().own().remaining(System.nanoTime()) / NANOS)
                .counter("sterna_lease_renewals_failed_total", "Renewals of the lease that Cassandra did not confirm.", () -> node.leases().failedRenewals());
    }

    private void cluster(Figures figures, ShardFigures counted) {
        Cluster cluster = Cluster.get(node.system());
        MessageCounts messages = MessageCounts.of(node.system());
        figures.gauge("sterna_cluster_members", "Nodes of the cluster as this one sees them.", List.of("status"), values -> {
                    CurrentClusterState state = cluster.state();
                    for (MemberStatus status : STATUSES) {
                        values.add(StreamSupport.stream(state.getMembers().spliterator(), false).filter(member -> member.status() == status).count(),
                                status.toString().toLowerCase(Locale.ROOT));
                    }
                })
                .gauge("sterna_cluster_unreachable_members", "Nodes that this one does not reach.", () -> cluster.state().getUnreachable().size())
                .counter("sterna_cluster_messages_total", "Messages of entities and of those who ask them, from node to node.", List.of("direction"), values -> {
                    values.add(messages.sent(), "sent");
                    values.add(messages.received(), "received");
                })
                .gauge("sterna_shards", "Shards on this node.", KIND, values -> counted.counted().forEach((kind, each) -> values.add(each.shards(), kind)))
                .gauge("sterna_entities", "Entities awake on this node.", KIND, values -> counted.counted().forEach((kind, each) -> values.add(each.entities(), kind)));
    }
}
