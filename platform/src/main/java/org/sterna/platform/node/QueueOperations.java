package org.sterna.platform.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.admin.AdminProgress;
import org.sterna.platform.admin.AdminResult;

/**
 * What an operator does to messages of the queue: some lines of a slice at a time, so that mail goes on meanwhile. Whoever stops waiting stops it after
 * the steps under way.
 */
final class QueueOperations {
    private static final int SLICES_AT_ONCE = 8;
    /** Messages in one step: changing a line is cheap, giving a message up reads it. */
    private static final int LINES = 500;
    private static final int MESSAGES = 50;
    private static final Duration TELL = Duration.ofSeconds(1);

    private final WaitingSlices slices;
    private final FirstAttempts first;

    QueueOperations(WaitingSlices slices, FirstAttempts first) {
        this.slices = slices;
        this.first = first;
    }

    CompletionStage<AdminResult> handle(Words words, AdminProgress progress) {
        String name = words.plain().get(1);
        Operation operation = operation(name, words.option("--because"));
        List<String> ids = words.from(2);
        Selection selection = QueueSelection.of(words);
        if (ids.isEmpty()) {
            return selection.equals(Selection.ALL) && !words.has("--all")
                    ? QueueAdmin.refused("which messages? Give queue ids, filters such as --destination example.org, or --all")
                    : run(operation, selection, done(name), progress);
        }
        Set<QueueId> named = new HashSet<>();
        for (String id : ids) {
            Optional<QueueId> parsed = QueueId.parse(id);
            if (parsed.isEmpty()) {
                return QueueAdmin.noQueueId(id);
            }
            named.add(parsed.get());
        }
        return each(operation, List.copyOf(named), done(name));
    }

    private static Operation operation(String name, Optional<String> reason) {
        return switch (name) {
            case "retry" -> new Operation.Retry();
            case "hold" -> new Operation.Hold();
            case "release" -> new Operation.Release();
            case "bounce" -> new Operation.Bounce(reason.orElse("given up by the postmaster of this system"));
            case "remove" -> new Operation.Remove();
            default -> throw new AssertionError(name);
        };
    }

    private static String done(String name) {
        return switch (name) {
            case "retry" -> "made due";
            case "hold" -> "held";
            case "release" -> "released";
            case "bounce" -> "bounced";
            default -> "removed";
        };
    }

    /** Named messages one by one, so that those of which nothing became are named, too. */
    private CompletionStage<AdminResult> each(Operation operation, List<QueueId> ids, String done) {
        List<QueueId> without = new ArrayList<>();
        long[] count = {0};
        return EverySlice.ask(ids.size(), SLICES_AT_ONCE, index -> one(operation, ids.get(index)).thenApply(changed -> {
            synchronized (without) {
                if (changed) {
                    count[0]++;
                } else {
                    without.add(ids.get(index));
                }
            }
            return changed;
        }), changed -> { }).thenApply(silent -> {
            List<String> complaints = new ArrayList<>();
            without.stream().sorted().forEach(id -> complaints.add(id + ": not waiting, or nothing to be " + done));
            silent.forEach(index -> complaints.add(ids.get(index) + ": slice " + slices.sliceOf(ids.get(index)) + " did not answer; try again in a moment"));
            return new AdminResult(complaints.isEmpty() ? 0 : 1, messages(count[0]) + " " + done, String.join("\n", complaints));
        });
    }

    private CompletionStage<Boolean> one(Operation operation, QueueId id) {
        return firstOrder(operation).map(order -> first.order(id, order)).orElse(false) ? CompletableFuture.completedFuture(true)
                : slices.act(slices.sliceOf(id), operation, Selection.of(id), Optional.empty(), 1).thenApply(acted -> acted.count() > 0);
    }

    /** What can be done to a message in its first attempt, as soon as that is over: it is being tried, so it is not made due. */
    private static Optional<Order> firstOrder(Operation operation) {
        return operation instanceof Operation.Hold ? Optional.of(new Order.Hold()) : order(operation);
    }

    /** What takes an actor for each message. */
    private static Optional<Order> order(Operation operation) {
        if (operation instanceof Operation.Bounce bounce) {
            return Optional.of(new Order.Bounce(bounce.reason()));
        }
        return operation instanceof Operation.Remove ? Optional.of(new Order.Remove()) : Optional.empty();
    }

    /**
     * All that are selected.
     *
     * @param done such as {@code held}
     */
    CompletionStage<AdminResult> run(Operation operation, Selection selection, String done, AdminProgress progress) {
        Run run = new Run(operation, selection, done, progress);
        Optional<Order> order = firstOrder(operation);
        if (order.isPresent() && selection.states().isEmpty()) {
            run.add(first.messages().stream().filter(selection::matches).map(WaitingMessage::id).filter(id -> first.order(id, order.get())).count());
        }
        return EverySlice.ask(slices.count(), SLICES_AT_ONCE, run::slice, unused -> { }).thenApply(silent -> {
            String total = messages(run.count()) + " " + done;
            List<String> complaints = new ArrayList<>();
            if (!silent.isEmpty()) {
                complaints.add(EverySlice.complaint(silent));
            }
            if (run.stopped()) {
                complaints.add("stopped before the end");
            }
            return new AdminResult(complaints.isEmpty() ? 0 : 1, total, String.join("\n", complaints));
        });
    }

    private static String messages(long count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    /** One operation over all slices. Thread-safe. */
    private final class Run {
        private final Operation operation;
        private final Selection selection;
        private final String done;
        private final AdminProgress progress;
        private long count;
        private int finished;
        private boolean stopped;
        private long lastTold = System.nanoTime();

        private Run(Operation operation, Selection selection, String done, AdminProgress progress) {
            this.operation = operation;
            this.selection = selection;
            this.done = done;
            this.progress = progress;
        }

        private CompletionStage<Integer> slice(int slice) {
            return step(slice, Optional.empty());
        }

        private CompletionStage<Integer> step(int slice, Optional<QueueId> after) {
            if (stopped()) {
                return CompletableFuture.completedFuture(slice);
            }
            return slices.act(slice, operation, selection, after, order(operation).isPresent() ? MESSAGES : LINES).thenCompose(acted -> {
                add(acted.count());
                if (acted.next().isPresent()) {
                    return step(slice, acted.next());
                }
                synchronized (this) {
                    finished++;
                }
                return CompletableFuture.completedFuture(slice);
            });
        }

        private void add(long more) {
            String line;
            synchronized (this) {
                count += more;
                if (System.nanoTime() - lastTold < TELL.toNanos()) {
                    return;
                }
                lastTold = System.nanoTime();
                line = messages(count) + " " + done + ", " + finished + " of " + slices.count() + " slices done";
            }
            if (!progress.tell(line)) {
                synchronized (this) {
                    stopped = true;
                }
            }
        }

        private synchronized long count() {
            return count;
        }

        private synchronized boolean stopped() {
            return stopped;
        }
    }
}
