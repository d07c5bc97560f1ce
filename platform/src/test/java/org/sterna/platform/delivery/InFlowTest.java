package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InFlowTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private static CompletableFuture<Boolean> enter(InFlow inFlow, long size) {
        return inFlow.enter(size).toCompletableFuture();
    }

    @Test
    void whoFindsRoomEntersAtOnce() {
        InFlow inFlow = new InFlow(2, 100, LONG);

        assertThat(enter(inFlow, 40)).isCompletedWithValue(true);
        assertThat(enter(inFlow, 60)).isCompletedWithValue(true);
        assertThat(enter(inFlow, 0)).isNotDone();
    }

    @Test
    void thoseThatWaitLongestComeFirstAndNobodyPassesThem() {
        InFlow inFlow = new InFlow(10, 100, LONG);
        enter(inFlow, 90);
        CompletableFuture<Boolean> large = enter(inFlow, 80);
        CompletableFuture<Boolean> small = enter(inFlow, 10);

        assertThat(Stream.of(large, small)).noneMatch(CompletableFuture::isDone);
        inFlow.leave(90);
        assertThat(large).isCompletedWithValue(true);
        assertThat(small).isCompletedWithValue(true);
    }

    @Test
    void aMessageLargerThanAllTheRoomEntersAlone() {
        InFlow inFlow = new InFlow(10, 100, LONG);
        enter(inFlow, 1);
        CompletableFuture<Boolean> huge = enter(inFlow, 1000);

        assertThat(huge).isNotDone();
        inFlow.leave(1);
        assertThat(huge).isCompletedWithValue(true);
    }

    @Test
    void whoWaitedInVainIsToldAndTakesNoRoom() {
        InFlow inFlow = new InFlow(1, 100, Duration.ofMillis(20));
        enter(inFlow, 1);

        assertThat(enter(inFlow, 1)).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(false);
        inFlow.leave(1);
        assertThat(inFlow.messages()).isZero();
        assertThat(enter(inFlow, 1)).isCompletedWithValue(true);
    }

    @Test
    void withoutDelayNobodyWaits() {
        InFlow inFlow = new InFlow(1, 100, Duration.ZERO);
        enter(inFlow, 1);

        assertThat(enter(inFlow, 1)).isCompletedWithValue(false);
    }

    @Test
    void whoGivesUpInTheMomentOfEnteringHasTakenNoRoom() {
        for (int round = 0; round < 300; round++) {
            InFlow inFlow = new InFlow(1, 100, Duration.ofMillis(1));
            enter(inFlow, 1);
            List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                waiting.add(enter(inFlow, 1));
            }
            inFlow.leave(1);
            CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
            long entered = waiting.stream().filter(CompletableFuture::join).count();

            assertThat(entered).isLessThanOrEqualTo(1);
            assertThat(inFlow.messages()).isEqualTo((int) entered);
        }
    }
}
