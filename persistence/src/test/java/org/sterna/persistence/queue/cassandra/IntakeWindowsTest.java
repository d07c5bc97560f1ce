package org.sterna.persistence.queue.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

class IntakeWindowsTest {
    private static final long SECOND = 1_000_000_000L;
    private final IntakeWindows windows = new IntakeWindows(new Incarnation("a"), Duration.ofSeconds(1), 1000);

    @Test
    void windowEndsAfterItsTime() {
        assertThat(take(0)).isEqualTo(id(0, 0));
        assertThat(take(SECOND)).isEqualTo(id(0, 1));
        assertThat(take(SECOND + 1)).isEqualTo(id(1, 0));
        assertThat(take(90 * SECOND)).isEqualTo(id(2, 0));                       // no gaps for quiet times
    }

    @Test
    void windowEndsAfterItsOctets() {
        assertThat(windows.take(600, 0)).isEqualTo(id(0, 0));
        assertThat(windows.take(400, 0)).isEqualTo(id(0, 1));
        assertThat(windows.take(1, 0)).isEqualTo(id(1, 0));
        assertThat(windows.take(5000, 0)).isEqualTo(id(2, 0));                   // larger than a window: one of its own
        assertThat(windows.take(1, 0)).isEqualTo(id(3, 0));
    }

    @Test
    void markGrowsInOrderOnly() {
        QueueId first = take(0);
        QueueId second = take(2 * SECOND);
        QueueId third = take(4 * SECOND);
        windows.written(2);
        assertThat(windows.done(second, 4 * SECOND)).isEmpty();
        assertThat(windows.done(first, 4 * SECOND)).hasValue(1);
        assertThat(windows.done(third, 4 * SECOND)).isEmpty();                   // more can still come into it
        assertThat(windows.advance(6 * SECOND)).hasValue(2);
        assertThat(windows.advance(7 * SECOND)).isEmpty();
        assertThat(take(8 * SECOND)).isEqualTo(id(3, 0));
    }

    @Test
    void windowWithOneMessageOpenIsNotMarked() {
        QueueId one = take(0);
        take(0);
        take(2 * SECOND);
        windows.written(1);
        assertThat(windows.done(one, 3 * SECOND)).isEmpty();
    }

    /** Cassandra is away: whatever is tried, the rows that come afterwards are not far from those before. */
    @Test
    void failedWritesLeaveNoLongGap() {
        QueueId waiting = take(0);
        windows.written(0);
        List<Long> failed = new ArrayList<>();
        for (int second = 2; second < 100; second++) {
            QueueId id = take(second * SECOND);
            failed.add(id.window());
            windows.done(id, second * SECOND);
        }
        assertThat(failed).isSorted().last().isEqualTo((long) IntakeWindows.AHEAD);
        QueueId after = take(200 * SECOND);
        assertThat(after.window()).isLessThanOrEqualTo(IntakeWindows.AHEAD);
        windows.written(after.window());
        assertThat(take(202 * SECOND).window()).isEqualTo(after.window() + 1);
        windows.done(after, 203 * SECOND);
        assertThat(windows.done(waiting, 203 * SECOND)).hasValue(after.window());
    }

    @Test
    void namesInAWindowThatStaysOpenAreNotGivenTwice() {
        List<QueueId> all = new ArrayList<>();
        for (int second = 0; second < 50; second++) {
            QueueId id = take(second * 2 * SECOND);
            all.add(id);
            windows.done(id, second * 2 * SECOND + 1);
        }
        assertThat(all).doesNotHaveDuplicates();
    }

    private QueueId take(long now) {
        return windows.take(1, now);
    }

    private static QueueId id(long window, int message) {
        return new QueueId(new Incarnation("a"), window, message);
    }
}
