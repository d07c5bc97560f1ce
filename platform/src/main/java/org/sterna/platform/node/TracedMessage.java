package org.sterna.platform.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.trace.TraceKeys;

/**
 * The life of one message, as far as it is still known.
 *
 * @param events  none if they are gone: whoever is named by an index is older than the intake's TTL
 * @param session events of the session that brought it; none if there was no session, or its log is gone
 * @param reports lives of the reports that were made about it
 * @param about   the message it reports about
 */
record TracedMessage(QueueId id, List<QueueEvent> events, List<SessionEvent> session, Whereabouts now, List<TracedMessage> reports,
        Optional<TracedMessage> about) {
    TracedMessage {
        events = List.copyOf(events);
        session = List.copyOf(session);
        reports = List.copyOf(reports);
    }

    Optional<QueueEvent.MessageAccepted> accepted() {
        return events.stream().filter(QueueEvent.MessageAccepted.class::isInstance).map(QueueEvent.MessageAccepted.class::cast).findFirst();
    }

    /** The reports that were queued, by its events. */
    static List<QueueId> reportsOf(List<QueueEvent> events) {
        return events.stream().filter(QueueEvent.ReportQueued.class::isInstance).map(event -> ((QueueEvent.ReportQueued) event).report()).distinct().toList();
    }

    /** Whether a key, in normal form, is one of its own: an index knows hashes. */
    static boolean hasKey(List<QueueEvent> events, String key) {
        Set<String> keys = events.stream().flatMap(event -> TraceKeys.of(event).stream()).collect(Collectors.toSet());
        return keys.contains(key);
    }
}
