package org.sterna.platform.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.platform.admin.AdminResult;

/** Many lines, some of them at one time; a bad line is reported and does not hold up the others. */
final class LineImport {
    private static final int AT_ONCE = 32;

    private final List<String> lines;
    private final Function<String, CompletionStage<Optional<String>>> add;
    private final List<String> complaints = new ArrayList<>();
    private int next;

    private LineImport(List<String> lines, Function<String, CompletionStage<Optional<String>>> add) {
        this.lines = lines;
        this.add = add;
    }

    /**
     * @param what what a line makes, in the plural
     * @param add  answers empty, or why the line made nothing
     */
    static CompletionStage<AdminResult> run(String text, String what, Function<String, CompletionStage<Optional<String>>> add) {
        LineImport run = new LineImport(text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList(), add);
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            lanes[i] = run.lane().toCompletableFuture();
        }
        return CompletableFuture.allOf(lanes).thenApply(unused -> run.complaints.isEmpty()
                ? AdminResult.done("added " + run.lines.size() + " " + what)
                : new AdminResult(1, "added " + (run.lines.size() - run.complaints.size()) + " " + what, String.join("\n", run.complaints)));
    }

    /** A loop over lines that are answered at once, such as thousands of a domain that is not here: each would be a recursion. */
    private CompletionStage<Void> lane() {
        while (true) {
            String line;
            synchronized (complaints) {
                if (next >= lines.size()) {
                    return CompletableFuture.completedFuture(null);
                }
                line = lines.get(next++);
            }
            CompletionStage<Void> added = add.apply(line).exceptionally(failure -> Optional.of(line.split("\\s+", 2)[0] + ": " + failure))
                    .thenAccept(complaint -> {
                        synchronized (complaints) {
                            complaint.ifPresent(complaints::add);
                        }
                    });
            if (!added.toCompletableFuture().isDone()) {
                return added.thenCompose(unused -> lane());
            }
        }
    }
}
