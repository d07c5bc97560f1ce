package org.sterna.protocols.smtp;

import java.util.Optional;

/**
 * Reads message content behind BDAT (RFC 3030 section 2), all chunks of one message: the rules of {@link DataDecoder} without dots,
 * for the length of a chunk tells its end. Content in lines need not end with one. Not safe for use by several threads.
 *
 * <p>A fault stops the output; the caller reads the rest of the chunk all the same and then refuses.
 */
public final class ContentCheck {
    private enum State { IN_LINE, CR, BINARY }

    private final AcceptedContent content;
    private final boolean repairs;
    private State state;
    private int run; // within feed: the first octet of the chunk that is not handed out yet

    private ContentCheck(AcceptedContent content, boolean repairs, State state) {
        this.content = content;
        this.repairs = repairs;
        this.state = state;
    }

    /**
     * For content in lines.
     *
     * @param maxMessageOctets limit of the content
     * @param maxLineOctets limit of a line without its CR LF; at least {@link DataDecoder#STANDARD_LINE_OCTETS}
     */
    public static ContentCheck ofLines(long maxMessageOctets, long maxLineOctets, DataDecoder.BareLineEnds bareLineEnds) {
        return new ContentCheck(new AcceptedContent(maxMessageOctets, maxLineOctets),
                bareLineEnds == DataDecoder.BareLineEnds.REPAIR, State.IN_LINE);
    }

    /** For BODY=BINARYMIME (RFC 3030 section 3): any octets, so many at most. */
    public static ContentCheck ofBinary(long maxMessageOctets) {
        return new ContentCheck(new AcceptedContent(maxMessageOctets, Long.MAX_VALUE), false, State.BINARY);
    }

    /**
     * Reads octets, all of them.
     *
     * @param sink gets the octets, as parts of {@code chunk} wherever possible
     */
    public void feed(byte[] chunk, int offset, int length, OctetSink sink) {
        int end = offset + length;
        int i = offset;
        run = offset;
        while (i < end && state != State.BINARY && !content.isFaulty()) {
            if (state == State.IN_LINE) {
                i = text(chunk, i, end, sink);
            } else if (chunk[i] == '\n') {
                i++;
                content.endLine(i - run);
                state = State.IN_LINE;
            } else {
                bareCr(chunk, i, sink);
            }
        }
        content.accept(chunk, run, end, sink);
    }

    /**
     * Says that no octets follow: a CR at the very end stands alone.
     *
     * @param sink gets what a repair adds
     * @return why the message is refused; empty when it is good
     */
    public Optional<Reply> finish(OctetSink sink) {
        if (state == State.CR) {
            run = 0;
            bareCr(new byte[0], 0, sink);
        }
        return content.fault();
    }

    private int text(byte[] chunk, int from, int end, OctetSink sink) {
        int i = TextRun.end(chunk, from, end);
        content.checkText(i - run);
        if (i == end) {
            return i;
        }
        byte mark = chunk[i];
        if (mark == '\r') {
            state = State.CR;
        } else if (mark == 0) {
            content.fail(Replies.NUL_IN_CONTENT, i - run);
        } else if (repairs) {
            content.accept(chunk, run, i, sink);
            content.acceptLineEnd(sink);
            run = i + 1;
        } else {
            content.fail(Replies.BARE_LINE_END, i - run);
        }
        return i + 1;
    }

    private void bareCr(byte[] chunk, int i, OctetSink sink) {
        state = State.IN_LINE;
        if (repairs) {
            content.accept(chunk, run, i, sink);
            content.acceptLineFeed(sink);
            run = i;
        } else {
            content.fail(Replies.BARE_LINE_END, i - run);
        }
    }

    /** Octets handed out so far. */
    public long octets() {
        return content.octets();
    }

    /** Whether a line was longer than RFC 5321 section 4.5.3.1.6 allows, though not refused. */
    public boolean hasOverLongLine() {
        return content.hasOverLongLine();
    }

    /** Why the message will be refused; empty as long as it is good. Nothing more is handed out behind a fault. */
    public Optional<Reply> fault() {
        return content.fault();
    }
}
