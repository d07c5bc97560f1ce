package org.sterna.persistence.queue.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private final TreeMap<Long, CompletableFuture<Long>> asked = new TreeMap<>();
    private final List<Long> told = new ArrayList<>();

    @Test
    void eightAreReadAtOnceAndToldInOrder() {
        CompletableFuture<Void> end = walk(3, 1, window -> window < 12);
        assertThat(asked.keySet()).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        answerLastFirst();
        assertThat(asked).hasSize(8).containsOnlyKeys(LongStream.range(11, 19).boxed().toList());
        assertThat(end).isNotDone();
        answerLastFirst();
        assertThat(end).isCompleted();
        assertThat(told).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);     // what was read beyond the end is not told of
    }

    @Test
    void nothingIsBeforeTheFirstWindow() {
        CompletableFuture<Void> end = walk(2, -1, window -> true);
        assertThat(asked.keySet()).containsExactly(0L, 1L, 2L);
        answerLastFirst();
        assertThat(end).isCompleted();
        assertThat(told).containsExactly(2L, 1L, 0L);
        assertThat(walk(-1, -1, window -> true)).isCompleted();
    }

    @Test
    void windowThatCannotBeReadFailsTheWalk() {
        CompletableFuture<Void> end = walk(0, 1, window -> true);
        asked.get(5L).completeExceptionally(new IllegalStateException("no answer"));
        asked.values().forEach(each -> each.complete(0L));
        assertThat(end).isCompletedExceptionally();
        assertThat(told).isEmpty();
    }

    @Test
    void soManyWithoutARowBehindEachOtherAreTheEnd() {
        Windows.End end = new Windows.End();
        for (int missing = 1; missing < CassandraIntake.MISSING; missing++) {
            assertThat(end.mayFollow(true)).isTrue();
        }
        assertThat(end.mayFollow(false)).isTrue();
        for (int missing = 1; missing < CassandraIntake.MISSING; missing++) {
            assertThat(end.mayFollow(true)).isTrue();
        }
        assertThat(end.mayFollow(true)).isFalse();
    }

    private CompletableFuture<Void> walk(long first, int step, Predicate<Long> goOn) {
        return Windows.walk(first, step, this::read, (Long window) -> told.add(window) && goOn.test(window)).toCompletableFuture();
    }

    private CompletionStage<Long> read(long window) {
        return asked.computeIfAbsent(window, unused -> new CompletableFuture<>());
    }

    private void answerLastFirst() {
        List<Long> windows = new ArrayList<>(asked.keySet());
        Collections.reverse(windows);
        List<CompletableFuture<Long>> reads = windows.stream().map(asked::get).toList();
        asked.clear();
        for (int i = 0; i < reads.size(); i++) {
            reads.get(i).complete(windows.get(i));
        }
    }
}
