package org.sterna.platform.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.admin.AdminProgress;
import org.sterna.platform.admin.AdminResult;

/**
 * The queue: what waits, what happened to one message, and what is to be done with some. Slices answer with no more than was asked for, and what they answer is
 * merged as it comes: a queue of any size is listed in the same memory.
 */
final class QueueAdmin {
    private static final int AT_ONCE = 16;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;
    /** Beyond that, a few slices at a time are enough to hold. */
    private static final int LARGE_LIMIT = 1_000;
    private static final int LARGE_AT_ONCE = 4;
    /** Destinations that a count tells apart. */
    private static final int MAX_DESTINATIONS = 200;

    private final WaitingSlices slices;
    private final FirstAttempts first;
    private final Function<QueueId, CompletionStage<List<QueueEvent>>> events;
    private final QueueOperations operations;

    QueueAdmin(WaitingSlices slices, FirstAttempts first, Function<QueueId, CompletionStage<List<QueueEvent>>> events) {
        this.slices = slices;
        this.first = first;
        this.events = events;
        operations = new QueueOperations(slices, first);
    }

    QueueOperations operations() {
        return operations;
    }

    CompletionStage<AdminResult> handle(List<String> command, AdminProgress progress) {
        Words words = Words.of(command);
        switch (words.plain().get(1)) {
            case "list":
                return list(words);
            case "count":
                return count(words);
            case "show":
                return QueueId.parse(words.plain().get(2)).map(id -> show(id, words.has("--json"))).orElseGet(() -> noQueueId(words.plain().get(2)));
            case "retry", "hold", "release", "bounce", "remove":
                return operations.handle(words, progress);
            default:
                return refused("this node does not know the command queue " + words.plain().get(1));
        }
    }

    static CompletionStage<AdminResult> noQueueId(String text) {
        return refused("'" + Printable.text(text) + "' is no queue id; ./sterna queue list shows them");
    }

    static CompletionStage<AdminResult> refused(String text) {
        return CompletableFuture.completedFuture(AdminResult.refused(text));
    }

    private CompletionStage<AdminResult> list(Words words) {
        int limit = words.option("--limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT);
        if (limit > MAX_LIMIT) {
            return refused("at most " + MAX_LIMIT + " messages are listed at a time; filters choose them, queue count counts them all");
        }
        Sort sort = words.option("--sort").map(name -> Sort.valueOf(name.toUpperCase(Locale.ROOT))).orElse(Sort.DUE);
        Selection selection = QueueSelection.of(words);
        List<WaitingMessage> tried = selection.states().isEmpty() ? first.messages().stream().filter(selection::matches).toList() : List.of();
        Listing listing = new Listing(sort.comparator(), limit);
        return EverySlice.ask(slices.count(), limit > LARGE_LIMIT ? LARGE_AT_ONCE : AT_ONCE, slice -> slices.find(slice, selection, sort, limit), found -> {
            listing.matching += found.matching();
            found.messages().forEach(listing::add);
        }).thenApply(silent -> {
            List<WaitingMessage> waiting = List.copyOf(listing.messages);
            Set<QueueId> known = new HashSet<>(waiting.stream().map(WaitingMessage::id).toList());    // one may have come to its slice in between
            List<WaitingMessage> active = tried.stream().filter(each -> !known.contains(each.id())).sorted(sort.comparator()).limit(limit).toList();
            return result(words.has("--json") ? json(waiting, active) : text(listing.matching, waiting, active), silent);
        });
    }

    /** The first of all that came, so many at most. */
    private static final class Listing {
        private final int limit;
        private final TreeSet<WaitingMessage> messages;
        private long matching;

        private Listing(Comparator<WaitingMessage> order, int limit) {
            this.limit = limit;
            messages = new TreeSet<>(order);
        }

        private void add(WaitingMessage message) {
            messages.add(message);
            if (messages.size() > limit) {
                messages.pollLast();
            }
        }
    }

    private static String json(List<WaitingMessage> waiting, List<WaitingMessage> active) {
        List<Map<String, Object>> lines = new ArrayList<>();
        active.forEach(each -> lines.add(QueueText.fields(each, true)));
        waiting.forEach(each -> lines.add(QueueText.fields(each, false)));
        return Json.write(lines);
    }

    private static String text(long matching, List<WaitingMessage> waiting, List<WaitingMessage> active) {
        StringBuilder out = new StringBuilder(matching + " waiting, " + active.size() + " being tried for the first time on this node");
        if (waiting.size() < matching) {
            out.append("; the first ").append(waiting.size()).append(" of those waiting:");
        }
        active.forEach(each -> out.append("\n").append(QueueText.line(each, true)));
        waiting.forEach(each -> out.append("\n").append(QueueText.line(each, false)));
        return out.toString();
    }

    static AdminResult result(String output, List<Integer> silent) {
        return new AdminResult(silent.isEmpty() ? 0 : 1, output, EverySlice.complaint(silent));
    }

    private CompletionStage<AdminResult> count(Words words) {
        Selection selection = QueueSelection.of(words);
        Tally[] all = {Tally.EMPTY};
        return EverySlice.ask(slices.count(), AT_ONCE, slice -> slices.count(slice, selection, MAX_DESTINATIONS),
                tally -> all[0] = all[0].plus(tally, MAX_DESTINATIONS)).thenApply(silent -> {
                    if (words.has("--json")) {
                        return result(Json.write(QueueText.fields(all[0])), silent);
                    }
                    switch (words.option("--by").orElse("destination")) {
                        case "state":
                            return result(QueueText.byState(all[0]), silent);
                        case "age":
                            return result(QueueText.byAge(all[0]), silent);
                        default:
                            return result(QueueText.byDestination(all[0]), silent);
                    }
                });
    }

    private CompletionStage<AdminResult> show(QueueId id, boolean json) {
        return events.apply(id).thenCompose(found -> {
            if (found.isEmpty()) {
                return refused("there is no message " + id + ", or it is older than sterna.intake.ttl");
            }
            List<Map<String, Object>> lines = found.stream().map(QueueEventText::describe).toList();
            if (json) {
                return CompletableFuture.completedFuture(AdminResult.done(Json.write(lines)));
            }
            return whereabouts(id, found).thenApply(where -> {
                StringBuilder out = new StringBuilder(id + ": " + where.text());
                lines.forEach(line -> out.append("\n").append(line.get("at")).append("  ").append(line.get("event")).append("  ").append(line.get("detail")));
                return AdminResult.done(out.toString());
            });
        });
    }

    /** @param events all of the message */
    CompletionStage<Whereabouts> whereabouts(QueueId id, List<QueueEvent> events) {
        if (events.stream().anyMatch(QueueEvent.MessageCompleted.class::isInstance)) {
            return CompletableFuture.completedFuture(new Whereabouts.Finished());
        }
        int slice = slices.sliceOf(id);
        return slices.find(slice, Selection.of(id), Sort.DUE, 1).handle((found, failure) -> failure != null ? new Whereabouts.Unknown(slice)
                : found.messages().stream().findFirst().<Whereabouts>map(message -> new Whereabouts.Waiting(slice, message)).orElseGet(() -> elsewhere(id)));
    }

    private Whereabouts elsewhere(QueueId id) {
        return first.messages().stream().anyMatch(each -> each.id().equals(id)) ? new Whereabouts.Tried() : new Whereabouts.OnItsWay();
    }
}
