package org.sterna.platform.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.trace.TraceEntry;
import org.sterna.persistence.trace.TraceIndex;
import org.sterna.persistence.trace.TraceKeys;
import org.sterna.platform.admin.AdminResult;

/** The life of messages: found by the trace index or by their queue id, told by the intake, the session log and the slices. */
final class TraceAdmin {
    private static final Duration DEFAULT_SINCE = Duration.ofDays(14);
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 500;

    /**
     * Where the story is told.
     *
     * @param events      of a message; none if there is none, or they are gone
     * @param session     events of a session; none if there is none, or they are gone
     * @param whereabouts of a message, given its events
     * @param life        of the index and the events
     */
    record Sources(TraceIndex index, Function<QueueId, CompletionStage<List<QueueEvent>>> events,
            Function<SessionId, CompletionStage<List<SessionEvent>>> session,
            BiFunction<QueueId, List<QueueEvent>, CompletionStage<Whereabouts>> whereabouts, Duration life) { }

    private final Sources sources;
    private final Clock clock;

    TraceAdmin(Sources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        Words words = Words.of(command);
        String typed = words.plain().get(1);
        int limit = words.option("--limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT);
        if (limit > MAX_LIMIT) {
            return QueueAdmin.refused("at most " + MAX_LIMIT + " messages are traced at a time; --since and --until choose them");
        }
        Instant now = clock.instant();
        Instant oldest = now.minus(sources.life());
        Instant since = words.option("--since").map(Instant::parse).orElse(now.minus(DEFAULT_SINCE));
        Instant from = since.isBefore(oldest) ? oldest : since;
        Instant until = words.option("--until").map(Instant::parse).orElse(now.plusSeconds(1));
        CompletionStage<List<TracedMessage>> named = QueueId.parse(typed).map(id -> load(id, true).thenApply(List::of))
                .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
        return named.thenCompose(found -> found.stream().anyMatch(each -> !each.events().isEmpty())
                        ? CompletableFuture.completedFuture(new Search(found, false))
                        : search(TraceKeys.normal(typed), from, until, limit))               // a Message-ID may look like a queue id
                .thenApply(search -> answer(search, Printable.text(typed), from, words.has("--json")));
    }

    /** @param more there are more messages than were asked for */
    private record Search(List<TracedMessage> messages, boolean more) { }

    private CompletionStage<Search> search(String key, Instant since, Instant until, int limit) {
        return sources.index().find(key, since, until, limit + 1).thenCompose(entries -> {
            List<CompletableFuture<TracedMessage>> loads = entries.stream().limit(limit).map(TraceEntry::id).map(id -> load(id, true).toCompletableFuture()).toList();
            return CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new)).thenApply(unused -> new Search(loads.stream().map(CompletableFuture::join)
                    .filter(each -> each.events().isEmpty() || TracedMessage.hasKey(each.events(), key)).toList(), entries.size() > limit));
        });
    }

    private AdminResult answer(Search search, String typed, Instant since, boolean json) {
        if (search.messages().isEmpty()) {
            return AdminResult.refused("no message is known by " + typed + " since " + since + "; --since looks further back, at most "
                    + sources.life().toDays() + " days (sterna.intake.ttl)");
        }
        String more = search.more() ? "there are more: the newest " + search.messages().size() + " are shown; see --limit and --until" : "";
        return new AdminResult(0, json ? Json.write(search.messages().stream().map(TraceText::fields).toList())
                : String.join("\n\n", search.messages().stream().map(TraceText::print).toList()), more);
    }

    private static TracedMessage gone(QueueId id) {
        return new TracedMessage(id, List.of(), List.of(), new Whereabouts.Finished(), List.of(), Optional.empty());
    }

    /** @param further whether its reports, and the message it reports about, are loaded, too */
    private CompletionStage<TracedMessage> load(QueueId id, boolean further) {
        return sources.events().apply(id).thenCompose(events -> {
            if (events.isEmpty()) {
                return CompletableFuture.completedFuture(gone(id));
            }
            Optional<QueueEvent.MessageAccepted> accepted = events.stream().filter(QueueEvent.MessageAccepted.class::isInstance)
                    .map(QueueEvent.MessageAccepted.class::cast).findFirst();
            CompletableFuture<List<SessionEvent>> session = accepted.flatMap(QueueEvent.MessageAccepted::session)
                    .map(each -> sources.session().apply(each).toCompletableFuture()).orElseGet(() -> CompletableFuture.completedFuture(List.of()));
            CompletableFuture<Whereabouts> now = sources.whereabouts().apply(id, events).toCompletableFuture();
            List<CompletableFuture<TracedMessage>> reports = further ? TracedMessage.reportsOf(events).stream()
                    .map(report -> load(report, false).toCompletableFuture()).toList() : List.of();
            CompletableFuture<Optional<TracedMessage>> about = accepted.flatMap(QueueEvent.MessageAccepted::reportOf).filter(unused -> further)
                    .map(each -> load(each, false).thenApply(Optional::of).toCompletableFuture())
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
            return CompletableFuture.allOf(reports.toArray(CompletableFuture[]::new)).thenCombine(CompletableFuture.allOf(session, now, about), (one, other) ->
                    new TracedMessage(id, events, session.join(), now.join(), reports.stream().map(CompletableFuture::join).toList(), about.join()));
        });
    }
}
