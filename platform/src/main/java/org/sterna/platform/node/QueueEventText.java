package org.sterna.platform.node;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sterna.persistence.queue.QueueEvent;

/** What happened to a message, in words. */
final class QueueEventText {
    private QueueEventText() { }

    /** Fields {@code at}, {@code event} and {@code detail}; nothing in them steers a terminal. */
    static Map<String, Object> describe(QueueEvent event) {
        if (event instanceof QueueEvent.MessageAccepted accepted) {
            return line(accepted.at(), "accepted", "from <" + accepted.reversePath() + "> to " + Printable.paths(
                    accepted.recipients().stream().map(QueueEvent.Addressee::forwardPath).toList()) + ", " + accepted.octets().size() + " octets"
                    + accepted.session().map(session -> ", session " + session).orElse("")
                    + accepted.reportOf().map(report -> ", report about " + report).orElse(""));
        }
        if (event instanceof QueueEvent.AttemptStarted started) {
            return line(started.at(), "attempt started", "recipients " + started.recipients() + " at " + started.host() + security(started.security())
                    + ", " + started.octets() + " octets");
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
            return line(ambiguous.at(), "ambiguous", remark(ambiguous.recipient(), ambiguous.remark()) + ", after " + ambiguous.octets()
                    + " octets, next attempt " + ambiguous.nextAttempt());
        }
        if (event instanceof QueueEvent.RecipientFailed failed) {
            return line(failed.at(), "failed", remark(failed.recipient(), failed.remark()));
        }
        if (event instanceof QueueEvent.RecipientExpanded expanded) {
            return line(expanded.at(), "expanded", "recipient " + expanded.recipient() + " to " + Printable.paths(
                    expanded.recipients().stream().map(QueueEvent.Addressee::forwardPath).toList()));
        }
        if (event instanceof QueueEvent.ReportQueued report) {
            return line(report.at(), "report queued", report.kind().name().toLowerCase(Locale.ROOT) + " " + report.report() + " about recipients " + report.recipients());
        }
        if (event instanceof QueueEvent.HandedToSlice handed) {
            return line(handed.at(), "waits", "in slice " + handed.slice() + " until " + handed.due());
        }
        if (event instanceof QueueEvent.MessageRenewed renewed) {
            return line(renewed.at(), "renewed", "kept longer, because it waits");
        }
        if (event instanceof QueueEvent.MessageRemoved removed) {
            return line(removed.at(), "removed", "by an operator");
        }
        if (event instanceof QueueEvent.MessageCompleted completed) {
            return line(completed.at(), "completed", "");
        }
        throw new AssertionError(event);
    }

    /** Indices of the recipients it is about; none if it is about the message. */
    static List<Integer> recipients(QueueEvent event) {
        if (event instanceof QueueEvent.AttemptStarted started) {
            return started.recipients();
        }
        if (event instanceof QueueEvent.RecipientDelivered delivered) {
            return List.of(delivered.recipient());
        }
        if (event instanceof QueueEvent.RecipientRelayed relayed) {
            return List.of(relayed.recipient());
        }
        if (event instanceof QueueEvent.RecipientDeferred deferred) {
            return List.of(deferred.recipient());
        }
        if (event instanceof QueueEvent.RecipientAmbiguous ambiguous) {
            return List.of(ambiguous.recipient());
        }
        if (event instanceof QueueEvent.RecipientFailed failed) {
            return List.of(failed.recipient());
        }
        if (event instanceof QueueEvent.RecipientExpanded expanded) {
            return List.of(expanded.recipient());
        }
        return List.of();
    }

    /** What one recipient reads of it: the same, without the recipient's number. */
    static String forRecipient(QueueEvent event) {
        Map<String, Object> line = describe(event);
        if (event instanceof QueueEvent.AttemptStarted started) {
            return line.get("at") + "  attempt at " + Printable.text(started.host() + security(started.security())) + ", " + started.octets() + " octets";
        }
        return line.get("at") + "  " + line.get("event") + "  " + line.get("detail").toString().replaceFirst("^recipient [0-9]+:? ", "");
    }

    private static String remark(int recipient, QueueEvent.Remark remark) {
        return "recipient " + recipient + ": " + remark.text() + (remark.host().isEmpty() ? "" : " (" + remark.host() + security(remark.security()) + ")");
    }

    private static String security(String security) {
        return security.isEmpty() ? "" : ", " + security;
    }

    private static Map<String, Object> line(Instant at, String event, String detail) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", at);
        line.put("event", event);
        line.put("detail", Printable.text(detail));           // peers and clients chose parts of it
        return line;
    }
}
