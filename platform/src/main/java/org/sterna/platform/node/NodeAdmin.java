package org.sterna.platform.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.config.SettingsException;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.platform.admin.AdminHandler;
import org.sterna.platform.admin.AdminProgress;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.dns.dnsjava.DnsjavaRecordLookup;
import org.sterna.platform.inspection.AccountInspection;
import org.sterna.platform.tls.CertificateStore;
import org.sterna.platform.tls.TlsException;

/** What an operator can ask of a running node, by the first word of the command. */
final class NodeAdmin implements AdminHandler {
    private final NodeStatus status;
    private final DirectoryAdmin directory;
    private final DnsAdmin dns;
    private final ReportAdmin reports;
    private final QueueAdmin queue;
    private final DestinationAdmin destinations;
    private final SessionAdmin sessions;
    private final TraceAdmin trace;
    private final MailboxAdmin mailboxes;
    private final AccountLog accountLog;
    private final DirectoryLog directoryLog;
    private final CheckAdmin check;
    private final Node node;

    NodeAdmin(Node node) {
        this.node = node;
        status = new NodeStatus(node);
        DirectoryServices services = new DirectoryServices(node.sharding(), node.addresses(), node::directory, node.authenticator(), node.clock(),
                node.random(), node.settings().mailbox().standardFolders());
        directory = new DirectoryAdmin(services, node.signing());
        dns = new DnsAdmin(node::directory, node.settings(), node.tls().certificates()::shown, new DnsjavaRecordLookup(
                node.settings().dns().servers(), node.settings().dns().timeout()));
        reports = new ReportAdmin(domain -> node.directory().ours(domain), node.reports().received(), node.clock());
        mailboxes = new MailboxAdmin(services, new JournalReader(node.database()), node.sessionLog()::events);
        accountLog = new AccountLog(services, new JournalReader(node.database()));
        directoryLog = new DirectoryLog(services, new JournalReader(node.database()));
        check = new CheckAdmin(new AccountInspection(node.sharding(), node.database(), node.addresses(), node.blobs()), services::key);
        WaitingSlices slices = new ShardedSlices(node.sharding(), node.settings().queue().slices());
        queue = new QueueAdmin(slices, new NodeQueue(node.queue()), node.intake()::events);
        destinations = new DestinationAdmin(node.outbound().destinations(), slices, queue.operations());
        sessions = new SessionAdmin(node);
        trace = new TraceAdmin(new TraceAdmin.Sources(node.trace(), node.intake()::events, node.sessionLog()::events, queue::whereabouts,
                node.settings().intake().ttl()), node.clock());
    }

    @Override
    public CompletionStage<AdminResult> handle(List<String> command, String input) {
        return handle(command, input, AdminProgress.NONE);
    }

    @Override
    public CompletionStage<AdminResult> handle(List<String> command, String input, AdminProgress progress) {
        if (command.get(0).equals("status")) {
            return status.show(command.contains("--json"));
        }
        if (node.draining() && command.get(0).equals("stop")) {
            return CompletableFuture.completedFuture(AdminResult.done("stopping"));
        }
        if (!node.ready()) {
            return CompletableFuture.completedFuture(AdminResult.refused("the node is starting or stopping; try again in a moment"));
        }
        switch (command.get(0)) {
            case "stop":
                node.stop();
                return CompletableFuture.completedFuture(AdminResult.done("stopping"));
            case "reload":
                return CompletableFuture.completedFuture(reload());
            case "account":
                return command.get(1).equals("log") ? accountLog.show(command.get(2)) : directory.handle(command, input);
            case "domain", "route":
                return command.get(1).equals("log") ? directoryLog.show(command)
                        : command.get(1).equals("dns") ? dns.handle(command)
                        : command.get(1).equals("report") ? reports.handle(command) : directory.handle(command, input);
            case "alias", "recipient":
                return directory.handle(command, input);
            case "queue":
                return queue.handle(command, progress);
            case "destination":
                return destinations.handle(command, progress);
            case "session":
                return sessions.handle(command);
            case "mailbox":
                return mailboxes.handle(command);
            case "check":
                return check.handle(command);
            case "sweep":
                return node.sweeper().sweep(progress::tell).thenApply(report -> AdminResult.done(report.toString()));
            case "trace":
                return trace.handle(command);
            default:
                return CompletableFuture.completedFuture(AdminResult.refused("this node does not know the command " + command.get(0)));
        }
    }

    private AdminResult reload() {
        try {
            CertificateStore.Outcome outcome = node.reload();
            String changed = outcome.renewed().isEmpty() ? "nothing has changed of what can be changed while running"
                    : "now in force: " + String.join(", ", outcome.renewed());
            return outcome.complaints().isEmpty() ? AdminResult.done(changed)
                    : new AdminResult(1, changed, String.join("; ", outcome.complaints()) + "; the certificate from before stays in use");
        } catch (SettingsException | TlsException e) {
            return AdminResult.refused(e.getMessage() + "; nothing was changed");
        }
    }
}
