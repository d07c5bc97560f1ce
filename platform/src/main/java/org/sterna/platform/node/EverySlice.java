package org.sterna.platform.node;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Asks all slices, some at a time; what answers is used, and what does not is named. */
final class EverySlice {
    private final int count;
    private final IntFunction<CompletionStage<?>> question;
    private final AtomicInteger next = new AtomicInteger();
    private final TreeSet<Integer> silent = new TreeSet<>();

    private EverySlice(int count, IntFunction<CompletionStage<?>> question) {
        this.count = count;
        this.question = question;
    }

    /**
     * Asks slices 0 to {@code count - 1}.
     *
     * @param question asks one slice; its stage fails if the slice does not answer
     * @param answer   takes the answers, one at a time
     * @return the slices that did not answer
     */
    static <T> CompletionStage<List<Integer>> ask(int count, int atOnce, IntFunction<CompletionStage<T>> question, Consumer<T> answer) {
        EverySlice all = new EverySlice(count, slice -> question.apply(slice).thenAccept(each -> {
            synchronized (answer) {
                answer.accept(each);
            }
        }));
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        for (int i = 0; i < Math.min(count, atOnce); i++) {
            lanes.add(all.lane().toCompletableFuture());
        }
        return CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new)).thenApply(unused -> List.copyOf(all.silent));
    }

    private CompletionStage<Void> lane() {
        int slice = next.getAndIncrement();
        if (slice >= count) {
            return CompletableFuture.completedFuture(null);
        }
        return question.apply(slice).handle((unused, failure) -> {
            if (failure != null) {
                synchronized (silent) {
                    silent.add(slice);
                }
            }
            return failure;
        }).thenCompose(unused -> lane());
    }

    /** What is said of slices that did not answer; empty if all did. */
    static String complaint(List<Integer> silent) {
        return silent.isEmpty() ? "" : "these slices did not answer, what waits in them is missing: "
                + String.join(", ", silent.stream().map(String::valueOf).toList()) + "; try again in a moment";
    }
}
