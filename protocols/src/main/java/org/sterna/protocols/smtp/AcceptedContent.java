package org.sterna.protocols.smtp;

import java.util.Optional;

/**
 * The content of one message on its way to the sink: its length, its lines, and the first fault, behind which nothing more is handed out.
 * Which fault is the first depends on its place in the content only, not on how the octets came.
 */
final class AcceptedContent {
    private static final byte[] CR_LF = {'\r', '\n'};

    private final long maxMessageOctets;
    private final long maxLineOctets;
    private Optional<Reply> fault = Optional.empty();
    private long octets;
    private long lineStart;
    private boolean overLong;

    AcceptedContent(long maxMessageOctets, long maxLineOctets) {
        if (maxMessageOctets < 1 || maxLineOctets < DataDecoder.STANDARD_LINE_OCTETS) {
            throw new IllegalArgumentException("limits too small: " + maxMessageOctets + ", " + maxLineOctets);
        }
        this.maxMessageOctets = maxMessageOctets;
        this.maxLineOctets = maxLineOctets;
    }

    /** Hands out a run, unless it makes the message too large. */
    void accept(byte[] chunk, int from, int to, OctetSink sink) {
        if (to <= from || isFaulty()) {
            return;
        }
        if (octets + (to - from) > maxMessageOctets) {
            fault = Optional.of(Replies.TOO_LARGE);
            return;
        }
        octets += to - from;
        sink.accept(chunk, from, to - from);
    }

    /** Writes the line end that should have been there; nothing is waiting to be handed out. */
    void acceptLineEnd(OctetSink sink) {
        accept(CR_LF, 0, 2, sink);
        lineStart = octets;
    }

    /** As {@link #acceptLineEnd}, behind a CR that was handed out. */
    void acceptLineFeed(OctetSink sink) {
        accept(CR_LF, 1, 2, sink);
        lineStart = octets;
    }

    /** The line so far is text up to {@code waiting} octets behind what was handed out: is it, or the message, too long? */
    void checkText(int waiting) {
        long length = octets + waiting - lineStart;
        overLong |= length > DataDecoder.STANDARD_LINE_OCTETS;
        if (length > maxLineOctets || octets + waiting > maxMessageOctets) {
            long room = maxMessageOctets - lineStart;
            fail(room <= maxLineOctets ? Replies.TOO_LARGE : Replies.CONTENT_LINE_TOO_LONG, 0);
        }
    }

    /** A line ended with the last of the octets waiting. */
    void endLine(int waiting) {
        lineStart = octets + waiting;
    }

    /** A fault behind the octets that wait; the message may have become too large among them. */
    void fail(Reply reply, int waiting) {
        if (!isFaulty()) {
            fault = Optional.of(octets + waiting > maxMessageOctets ? Replies.TOO_LARGE : reply);
        }
    }

    Optional<Reply> fault() {
        return fault;
    }

    boolean isFaulty() {
        return fault.isPresent();
    }

    long octets() {
        return octets;
    }

    boolean hasOverLongLine() {
        return overLong;
    }
}
