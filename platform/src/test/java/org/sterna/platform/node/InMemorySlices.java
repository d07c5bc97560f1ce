package org.sterna.platform.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Acted;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Found;

/** Eight slices and the first attempts of a node, without actors; some slices may be silent. */
final class InMemorySlices implements WaitingSlices, FirstAttempts {
    final Map<Integer, TreeMap<QueueId, WaitingMessage>> lines = new HashMap<>();
    final TreeSet<Integer> silent = new TreeSet<>();
    final List<WaitingMessage> first = new ArrayList<>();
    final List<String> done = new ArrayList<>();
    int largestStep;

    void add(WaitingMessage message) {
        lines.computeIfAbsent(sliceOf(message.id()), unused -> new TreeMap<>()).put(message.id(), message);
    }

    @Override
    public int count() {
        return 8;
    }

    @Override
    public int sliceOf(QueueId id) {
        return id.message() % 8;
    }

    private List<WaitingMessage> selected(int slice, Selection selection) {
        return lines.getOrDefault(slice, new TreeMap<>()).values().stream().filter(selection::matches).toList();
    }

    private static <T> CompletionStage<T> answer(boolean silent, T value) {
        return silent ? CompletableFuture.failedFuture(new IllegalStateException("silent")) : CompletableFuture.completedFuture(value);
    }

    @Override
    public CompletionStage<Found> find(int slice, Selection selection, Sort sort, int limit) {
        List<WaitingMessage> found = selected(slice, selection);
        return answer(silent.contains(slice), new Found(slice, found.stream().sorted(sort.comparator()).limit(limit).toList(), found.size()));
    }

    @Override
    public CompletionStage<Tally> count(int slice, Selection selection, int most) {
        Tally tally = Tally.EMPTY;
        for (WaitingMessage each : selected(slice, selection)) {
            List<Integer> ages = new ArrayList<>(Collections.nCopies(10, 0));
            ages.set(each.accepted().equals(Instant.EPOCH) ? 9 : 0, 1);
            tally = tally.plus(new Tally(List.of(new Tally.Row(each.destination(), ages, Map.of(each.state(), 1))), Tally.EMPTY.rest()), most);
        }
        return answer(silent.contains(slice), tally);
    }

    @Override
    public CompletionStage<Acted> act(int slice, Operation operation, Selection selection, Optional<QueueId> after, int most) {
        largestStep = Math.max(largestStep, most);
        if (silent.contains(slice)) {
            return answer(true, new Acted(0, Optional.empty()));
        }
        List<QueueId> ids = selected(slice, selection).stream().map(WaitingMessage::id)
                .filter(id -> after.isEmpty() || id.compareTo(after.get()) > 0).limit(most).toList();
        ids.forEach(id -> done.add(operation + " " + id));
        return answer(false, new Acted(ids.size(), ids.size() < most ? Optional.empty() : Optional.of(ids.get(most - 1))));
    }

    @Override
    public List<WaitingMessage> messages() {
        return List.copyOf(first);
    }

    @Override
    public boolean order(QueueId id, Order order) {
        boolean here = first.removeIf(each -> each.id().equals(id));
        if (here) {
            done.add(order.getClass().getSimpleName() + " " + id);
        }
        return here;
    }
}
