package org.sterna.platform.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Selection;
import org.sterna.platform.admin.AdminProgress;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.destination.Destinations;
import org.sterna.platform.destination.Destinations.Local;
import org.sterna.platform.destination.QuotaKey;

/** Where mail goes: how destinations stand, and an operator's freeze, thaw and hurry. */
final class DestinationAdmin {
    private static final int AT_ONCE = 16;
    /** Frozen ones that are not in use here and are asked how they stand; of the others only the names are listed. */
    private static final int MAX_ASKED = 200;

    private final Destinations destinations;
    private final WaitingSlices slices;
    private final QueueOperations operations;

    DestinationAdmin(Destinations destinations, WaitingSlices slices, QueueOperations operations) {
        this.destinations = destinations;
        this.slices = slices;
        this.operations = operations;
    }

    CompletionStage<AdminResult> handle(List<String> command, AdminProgress progress) {
        Words words = Words.of(command);
        boolean json = words.has("--json");
        if (words.plain().get(1).equals("list")) {
            return list(json);
        }
        Optional<QuotaKey> parsed = key(words.plain().get(2));
        if (parsed.isEmpty()) {
            return QueueAdmin.refused("'" + Printable.text(words.plain().get(2)) + "' is no destination; ./sterna destination list shows them");
        }
        QuotaKey key = parsed.get();
        String name = DestinationText.name(key);
        switch (words.plain().get(1)) {
            case "show":
                return show(key, json);
            case "freeze":
                return destinations.freeze(key, words.option("--reason").orElse("by an operator"))
                        .thenApply(done -> AdminResult.done(name + " is frozen; what goes there waits until ./sterna destination thaw " + quoted(name)));
            case "thaw":
                return destinations.thaw(key).thenApply(done -> AdminResult.done(name + " is thawed"));
            case "retry":
                return retry(key, progress);
            default:
                return QueueAdmin.refused("this node does not know the command destination " + words.plain().get(1));
        }
    }

    private static String quoted(String name) {
        return name.contains(" ") ? "'" + name + "'" : name;
    }

    private static Optional<QuotaKey> key(String text) {
        try {
            return Optional.of(QuotaKey.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private CompletionStage<AdminResult> list(boolean json) {
        List<Local> local = destinations.list();
        Set<QuotaKey> here = local.stream().map(Local::key).collect(Collectors.toSet());
        return destinations.frozen().thenCompose(frozen -> {
            List<QuotaKey> elsewhere = frozen.stream().filter(key -> !here.contains(key)).limit(MAX_ASKED).toList();
            Map<QuotaKey, Condition> conditions = new HashMap<>();
            return EverySlice.ask(elsewhere.size(), AT_ONCE, index -> destinations.show(elsewhere.get(index)).thenApply(view ->
                    Map.entry(elsewhere.get(index), view.condition())), entry -> conditions.put(entry.getKey(), entry.getValue())).thenApply(silent -> {
                        List<QuotaKey> still = elsewhere.stream().filter(key -> conditions.get(key) instanceof Condition.Frozen).toList();
                        List<String> complaints = new ArrayList<>();
                        silent.forEach(index -> complaints.add(DestinationText.name(elsewhere.get(index)) + ": frozen, and did not answer"));
                        if (frozen.size() > MAX_ASKED) {
                            complaints.add(frozen.size() + " destinations are frozen; not all are listed");
                        }
                        return new AdminResult(complaints.isEmpty() ? 0 : 1, json ? json(local, still, conditions) : text(local, still, conditions),
                                String.join("\n", complaints));
                    });
        });
    }

    private static String json(List<Local> local, List<QuotaKey> frozen, Map<QuotaKey, Condition> conditions) {
        List<Map<String, Object>> all = new ArrayList<>(local.stream().map(DestinationText::fields).toList());
        frozen.forEach(key -> all.add(DestinationText.fields(key, conditions.get(key))));
        return Json.write(all);
    }

    private static String text(List<Local> local, List<QuotaKey> frozen, Map<QuotaKey, Condition> conditions) {
        List<String> lines = new ArrayList<>(local.stream().map(DestinationText::line).toList());
        frozen.forEach(key -> lines.add(DestinationText.line(key, conditions.get(key))));
        return lines.isEmpty() ? "no destination is in use on this node, and none is frozen" : String.join("\n", lines);
    }

    private CompletionStage<AdminResult> show(QuotaKey key, boolean json) {
        CompletableFuture<Life.View> view = destinations.show(key).toCompletableFuture();
        AtomicLong waiting = new AtomicLong();
        CompletableFuture<List<Integer>> counted = (key.kind() == QuotaKey.Kind.DESTINATION
                ? EverySlice.ask(slices.count(), AT_ONCE, slice -> slices.count(slice, waitingFor(key), 1), tally -> waiting.addAndGet(tally.total().count()))
                : CompletableFuture.completedFuture(List.<Integer>of())).toCompletableFuture();
        return view.thenCombine(counted, (seen, silent) -> QueueAdmin.result(json ? Json.write(DestinationText.fields(key, seen, waiting.get()))
                : DestinationText.show(key, seen, waiting.get() + " messages wait for it"), silent));
    }

    private static Selection waitingFor(QuotaKey key) {
        return Selection.ALL.withDestination(key.name());
    }

    private CompletionStage<AdminResult> retry(QuotaKey key, AdminProgress progress) {
        return destinations.hurry(key).thenCompose(condition -> {
            if (condition instanceof Condition.Frozen frozen) {
                return QueueAdmin.refused(DestinationText.line(key, frozen) + "; thaw it first");
            }
            return key.kind() == QuotaKey.Kind.DESTINATION ? operations.run(new Operation.Retry(), waitingFor(key), "made due", progress)
                    : CompletableFuture.completedFuture(AdminResult.done(DestinationText.line(key, condition)));
        });
    }
}
