package org.sterna.protocols.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds lines in octets that arrive in chunks of any size. It keeps at most one line and the last chunk, and nothing but itself
 * when all lines were taken after a large one. Each octet is looked at once and copied a bounded number of times, however small the chunks.
 *
 * <p>Only CR LF ends a good line (RFC 5321 section 2.3.8). A bare LF is answered at once, so that a person at a
 * terminal is not left waiting, but what stands around it is never given out as a line: two hosts that disagree about
 * line ends must not see two different commands.
 *
 * <p>Not safe for use by several threads.
 */
public final class LineFramer {
    /** What {@link #next()} finds. */
    public sealed interface Line {
        /**
         * A whole line.
         *
         * @param text without its CR LF; each octet is the character of the same number (ISO 8859-1)
         */
        record Whole(String text) implements Line {}

        /** A line is longer than the limit; said once, and the rest of the line is thrown away. */
        record TooLong() implements Line {}

        /** A bare LF, or the rest of a line behind one. */
        record BadLineEnd() implements Line {}

        /** More octets are needed. */
        record Incomplete() implements Line {}
    }

    private static final Line TOO_LONG = new Line.TooLong();
    private static final Line BAD_LINE_END = new Line.BadLineEnd();
    private static final Line INCOMPLETE = new Line.Incomplete();

    private enum State { IN_LINE, SKIPPING_LONG_LINE, BEHIND_BARE_LF }

    private static final byte[] NOTHING = {};
    private static final int USUAL_OCTETS = 512;
    /** A connection that waits for its client must not hold what a burst of commands once needed. */
    private static final int MAX_IDLE_OCTETS = 4096;

    private final int maxLineOctets;
    private byte[] buffer = NOTHING;
    private int start;
    private int scanned;
    private int end;
    private State state = State.IN_LINE;

    /** @param maxLineOctets limit of a line with its CR LF; at least 64 */
    public LineFramer(int maxLineOctets) {
        if (maxLineOctets < 64) {
            throw new IllegalArgumentException("a line limit of " + maxLineOctets + " octets is less than 64");
        }
        this.maxLineOctets = maxLineOctets;
    }

    /** Appends a chunk; it is copied. Take all lines before feeding again, or the buffer grows with every chunk. */
    public void feed(byte[] chunk, int offset, int length) {
        if (start == end) {
            start = scanned = end = 0;
        }
        if (end + length > buffer.length) {
            makeRoom(length);
        }
        System.arraycopy(chunk, offset, buffer, end, length);
        end += length;
    }

    /** The next line, or what is wrong with it. */
    public Line next() {
        while (scanned < end) {
            int last = state == State.SKIPPING_LONG_LINE ? end : Math.min(end, start + maxLineOctets);
            int lineFeed = endOfText(scanned, last);
            if (lineFeed < last) {
                scanned = lineFeed + 1;
                Line line = lineBefore(lineFeed);
                start = scanned;
                if (line != INCOMPLETE) {
                    return line;
                }
            } else if (state != State.SKIPPING_LONG_LINE && last - start == maxLineOctets) {
                start = scanned = last - 1;
                state = State.SKIPPING_LONG_LINE;
                return TOO_LONG;
            } else {
                scanned = last;
            }
        }
        if (state == State.SKIPPING_LONG_LINE && end > start) {
            start = end - 1; // a CR may be the last octet so far
        }
        if (start == end && buffer.length > MAX_IDLE_OCTETS) {
            buffer = NOTHING;
            start = scanned = end = 0;
        }
        return INCOMPLETE;
    }

    private int endOfText(int from, int to) {
        int i = TextRun.end(buffer, from, to);
        while (i < to && buffer[i] != '\n') {
            i = TextRun.end(buffer, i + 1, to);
        }
        return i;
    }

    /** Octets that were fed and belong to no line given out yet; STARTTLS must find none (RFC 3207 section 4.2). */
    public int unread() {
        return end - start;
    }

    /** Whether octets follow the line given out last: its client did not wait for the reply (RFC 2920 section 3.1). */
    public boolean hasUnread() {
        return start < end;
    }

    /** Hands over the unread octets and forgets them: message content, or literals, that follow a line. */
    public byte[] takeUnread() {
        byte[] unread = Arrays.copyOfRange(buffer, start, end);
        start = scanned = end = 0;
        return unread;
    }

    private Line lineBefore(int lineFeed) {
        boolean ended = lineFeed > start && buffer[lineFeed - 1] == '\r';
        State before = state;
        if (!ended && before == State.SKIPPING_LONG_LINE) {
            return INCOMPLETE;
        }
        state = ended ? State.IN_LINE : State.BEHIND_BARE_LF;
        if (!ended || before == State.BEHIND_BARE_LF) {
            return BAD_LINE_END;
        }
        return before == State.SKIPPING_LONG_LINE
                ? INCOMPLETE
                : new Line.Whole(new String(buffer, start, lineFeed - 1 - start, StandardCharsets.ISO_8859_1));
    }

    /** Moves what is unread to the front if that frees half of the buffer, or else doubles it: so that few octets are moved twice. */
    private void makeRoom(int length) {
        int kept = end - start;
        int needed = kept + length;
        byte[] target = needed <= buffer.length && start >= buffer.length / 2
                ? buffer
                : new byte[Math.max(Math.max(needed, USUAL_OCTETS), 2 * kept)];
        System.arraycopy(buffer, start, target, 0, kept);
        buffer = target;
        scanned -= start;
        start = 0;
        end = kept;
    }
}
