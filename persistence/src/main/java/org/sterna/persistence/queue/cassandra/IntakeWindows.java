package org.sterna.persistence.queue.cassandra;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

/**
 * The windows of one incarnation: which one is open for new messages, and how many of each are neither final nor handed to
 * a slice. A window ends after its time or its octets. Numbers have no gaps, and a window is opened only by a message. Few
 * windows are opened beyond the last one that is known to hold a row, so that who looks for the end of a dead
 * incarnation's windows meets no long gap, however long Cassandra was away. Not thread-safe.
 */
final class IntakeWindows {
    /** Windows that may be open without a row behind the last one that has one. */
    static final int AHEAD = 4;

    private static final class Window {
        private final long number;
        private final long opened;
        private int messages;
        private int open;
        private long octets;

        private Window(long number, long opened) {
            this.number = number;
            this.opened = opened;
        }
    }

    private final Incarnation incarnation;
    private final long lengthNanos;
    private final long maxOctets;
    private final Deque<Window> windows = new ArrayDeque<>();
    private long next;
    private long written = -1;

    IntakeWindows(Incarnation incarnation, Duration length, long maxOctets) {
        this.incarnation = incarnation;
        this.lengthNanos = length.toNanos();
        this.maxOctets = maxOctets;
    }

    QueueId take(long octets, long nowNanos) {
        Window window = windows.peekLast();
        boolean over = window != null && (nowNanos - window.opened > lengthNanos || window.octets + octets > maxOctets);
        if (window == null || over && next - written <= AHEAD) {
            window = new Window(next++, nowNanos);
            windows.addLast(window);
        }
        window.open++;
        window.octets += octets;
        return new QueueId(incarnation, window.number, window.messages++);
    }

    /** A row of this window is durable. */
    void written(long window) {
        written = Math.max(written, window);
    }

    /**
     * A message is final, was handed over, or was never written.
     *
     * @return the window up to which, included, everything is done, if that has grown
     */
    OptionalLong done(QueueId id, long nowNanos) {
        for (Window window : windows) {
            if (window.number == id.window()) {
                window.open--;
                break;
            }
        }
        return advance(nowNanos);
    }

    /** The last window stays while messages can still come into it, and one without a row until a later one has some. */
    OptionalLong advance(long nowNanos) {
        OptionalLong mark = OptionalLong.empty();
        while (!windows.isEmpty() && windows.peekFirst().open == 0 && windows.peekFirst().number <= written
                && (windows.size() > 1 || nowNanos - windows.peekFirst().opened > lengthNanos)) {
            mark = OptionalLong.of(windows.pollFirst().number);
        }
        return mark;
    }
}
