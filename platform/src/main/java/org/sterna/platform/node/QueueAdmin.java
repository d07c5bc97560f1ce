package org.sterna.platform.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.platform.admin.AdminResult;

/** The queue: what waits, and what happened to one message. */
final class QueueAdmin {
    private static final Duration ASK = Duration.ofSeconds(30);

    private record Waiting(QueueId id, Instant due, String reason) { }

    private final Node node;

    QueueAdmin(Node node) {
        this.node = node;
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        boolean json = command.contains("--json");
        if (command.get(1).equals("list")) {
            return list(json);
        }
        if (command.get(1).equals("show")) {
            Optional<QueueId> id = QueueId.parse(command.get(2));
            return id.isPresent() ? show(id.get(), json)
                    : CompletableFuture.completedFuture(AdminResult.refused("'" + command.get(2) + "' is no queue id; ./sterna queue list shows them"));
        }
        return CompletableFuture.completedFuture(AdminResult.refused("this node does not know the command queue " + command.get(1)));
    }

    private CompletionStage<AdminResult> list(boolean json) {
        List<Waiting> all = new ArrayList<>();
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (int slice = 0; slice < node.settings().queue().slices(); slice++) {
            int number = slice;
            done = done.thenCompose(unused -> QueueSliceEntity.ref(node.sharding(), number)
                    .<QueueSliceEntity.Waiting>ask(QueueSliceEntity.Look::new, ASK).thenAccept(waiting ->
                            waiting.lines().forEach((id, line) -> all.add(new Waiting(id, line.due(), line.reason())))));
        }
        return done.thenApply(unused -> {
            all.sort(Comparator.comparing(Waiting::due));
            if (json) {
                return AdminResult.done(Json.write(all.stream().map(each -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("id", each.id());
                    line.put("due", each.due());
                    line.put("reason", each.reason());
                    return line;
                }).toList()));
            }
            StringBuilder out = new StringBuilder(all.size() + " waiting, " + node.queue().active() + " being delivered");
            all.forEach(each -> out.append("\n").append(each.id()).append("  next attempt ").append(each.due()).append("  ").append(each.reason()));
            return AdminResult.done(out.toString());
        });
    }

    private CompletionStage<AdminResult> show(QueueId id, boolean json) {
        return node.intake().events(id).thenApply(events -> {
            if (events.isEmpty()) {
                return AdminResult.refused("there is no message " + id);
            }
            List<Map<String, Object>> lines = events.stream().map(QueueAdmin::describe).toList();
            if (json) {
                return AdminResult.done(Json.write(lines));
            }
            StringBuilder out = new StringBuilder(id.toString());
            lines.forEach(line -> out.append("\n").append(line.get("at")).append("  ").append(line.get("event")).append("  ").append(line.get("detail")));
            return AdminResult.done(out.toString());
        });
    }

    private static Map<String, Object> describe(QueueEvent event) {
        if (event instanceof QueueEvent.MessageAccepted accepted) {
            return line(accepted.at(), "accepted", "from <" + accepted.reversePath() + "> to " + String.join(", ",
                    accepted.recipients().stream().map(each -> "<" + each.forwardPath() + ">").toList()) + ", " + accepted.octets().size() + " octets"
                    + accepted.session().map(session -> ", session " + session).orElse("")
                    + accepted.reportOf().map(report -> ", report about " + report).orElse(""));
        }
        if (event instanceof QueueEvent.AttemptStarted started) {
            return line(started.at(), "attempt started", "recipients " + started.recipients() + " at " + started.host());
        }
        if (event instanceof QueueEvent.RecipientDelivered delivered) {
            return line(delivered.at(), "delivered", "recipient " + delivered.recipient() + " in mailbox " + delivered.mailbox() + ", UID " + delivered.uid());
        }
        if (event instanceof QueueEvent.RecipientRelayed relayed) {
            return line(relayed.at(), "relayed", remark(relayed.recipient(), relayed.remark()));
        }
        if (event instanceof QueueEvent.RecipientDeferred deferred) {
            return line(deferred.at(), "deferred", remark(deferred.recipient(), deferred.remark()) + ", next attempt " + deferred.nextAttempt());
        }
        if (event instanceof QueueEvent.RecipientAmbiguous ambiguous) {
            return line(ambiguous.at(), "ambiguous", remark(ambiguous.recipient(), ambiguous.remark()) + ", next attempt " + ambiguous.nextAttempt());
        }
        if (event instanceof QueueEvent.RecipientFailed failed) {
            return line(failed.at(), "failed", remark(failed.recipient(), failed.remark()));
        }
        if (event instanceof QueueEvent.RecipientExpanded expanded) {
            return line(expanded.at(), "expanded", "recipient " + expanded.recipient() + " to " + expanded.recipients().size());
        }
        if (event instanceof QueueEvent.ReportQueued report) {
            return line(report.at(), "report queued", report.kind().name().toLowerCase(Locale.ROOT) + " " + report.report() + " about recipients " + report.recipients());
        }
        if (event instanceof QueueEvent.HandedToSlice handed) {
            return line(handed.at(), "waits", "in slice " + handed.slice() + " until " + handed.due());
        }
        if (event instanceof QueueEvent.MessageCompleted completed) {
            return line(completed.at(), "completed", "");
        }
        throw new AssertionError(event);
    }

    private static String remark(int recipient, QueueEvent.Remark remark) {
        return "recipient " + recipient + ": " + remark.text() + (remark.host().isEmpty() ? "" : " (" + remark.host() + ")");
    }

    private static Map<String, Object> line(Instant at, String event, String detail) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", at);
        line.put("event", event);
        line.put("detail", detail);
        return line;
    }
}
