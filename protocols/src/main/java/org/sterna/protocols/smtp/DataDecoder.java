package org.sterna.protocols.smtp;

import java.util.Optional;

/**
 * Reads message content behind DATA: takes away the dots added for transparency (RFC 5321 section 4.5.2) and finds
 * the end, CRLF.CRLF and nothing else (RFC 5321 section 4.1.1.4).
 *
 * <p>A fault (a bare CR or LF, NUL, a line or a message over its limit) stops the output but not the reading: the
 * refusal is said only after the end of data, as the client expects. Who keeps on sending behind a fault becomes hopeless at last.
 * It passes once over the octets and hands out long runs between dots. One decoder reads one message; not safe for use by several threads.
 */
public final class DataDecoder {
    /** RFC 5321 section 4.5.3.1.6: a text line has at most so many octets before its CR LF. */
    public static final int STANDARD_LINE_OCTETS = 998;

    /** What becomes of a CR or LF that stands alone. RFC 5321 section 2.3.8 forbids to send one. */
    public enum BareLineEnds {
        /** The message is refused. */
        REFUSE,
        /**
         * It becomes CR LF, for users whose programs know no better. The line behind it is a line like others, so a dot that begins it
         * was added for transparency; but it never takes part in the end of data. NUL is refused all the same: what it
         * stood for nobody can know.
         */
        REPAIR
    }

    private enum State { LINE_START, REPAIRED_LINE_START, IN_LINE, CR, DOT, DOT_CR, ENDED }

    private final AcceptedContent content;
    private final boolean repairs;
    private final long maxSwallowedOctets;
    private State state = State.LINE_START;
    private long consumed;
    private int run; // within feed: the first octet of the chunk that is not handed out yet

    /** As the other with {@link BareLineEnds#REFUSE}; never hopeless. */
    public DataDecoder(long maxMessageOctets, long maxLineOctets) {
        this(maxMessageOctets, maxLineOctets, BareLineEnds.REFUSE, Long.MAX_VALUE);
    }

    /**
     * @param maxMessageOctets limit of the decoded content
     * @param maxLineOctets limit of a line without its CR LF; at least {@link #STANDARD_LINE_OCTETS}
     * @param maxSwallowedOctets how much of a faulty message is read in the hope of its end, good octets in front of the fault included
     */
    public DataDecoder(long maxMessageOctets, long maxLineOctets, BareLineEnds bareLineEnds, long maxSwallowedOctets) {
        this.content = new AcceptedContent(maxMessageOctets, maxLineOctets);
        this.repairs = bareLineEnds == BareLineEnds.REPAIR;
        this.maxSwallowedOctets = maxSwallowedOctets;
    }

    /**
     * Reads a chunk up to the end of data.
     *
     * @param sink gets the decoded octets, as parts of {@code chunk} wherever possible
     * @return octets consumed; fewer than {@code length} only when the end of data was found among them
     */
    public int feed(byte[] chunk, int offset, int length, OctetSink sink) {
        if (isHopeless()) {
            return length;
        }
        int end = offset + length;
        int i = offset;
        run = offset;
        while (i < end && state != State.ENDED) {
            i = step(chunk, i, end, sink);
        }
        content.accept(chunk, run, i, sink);
        consumed += i - offset;
        return i - offset;
    }

    /** Reads one octet, or a run of text; returns the index behind it. */
    private int step(byte[] chunk, int i, int end, OctetSink sink) {
        byte octet = chunk[i];
        switch (state) {
            case LINE_START, REPAIRED_LINE_START -> {
                if (octet != '.') {
                    state = State.IN_LINE;
                    return i;
                }
                content.accept(chunk, run, i, sink);
                run = i + 1; // RFC 5321 section 4.5.2: the first dot of a line is dropped
                state = state == State.LINE_START ? State.DOT : State.IN_LINE;
                return run;
            }
            case DOT -> {
                if (octet != '\r') {
                    state = State.IN_LINE;
                    return i;
                }
                run = i + 1; // whether this CR is content is not known yet
                state = State.DOT_CR;
                return run;
            }
            case DOT_CR -> {
                if (octet != '\n') {
                    return bareCr(chunk, i, false, sink);
                }
                run = i + 1;
                state = State.ENDED;
                return run;
            }
            case CR -> {
                if (octet != '\n') {
                    return bareCr(chunk, i, true, sink);
                }
                content.endLine(i + 1 - run);
                state = State.LINE_START;
                return i + 1;
            }
            case IN_LINE -> {
                return text(chunk, i, end, sink);
            }
            default -> throw new AssertionError(state);
        }
    }

    private int text(byte[] chunk, int from, int end, OctetSink sink) {
        int i = TextRun.end(chunk, from, end);
        content.checkText(i - run);
        // Ordinary lines in the middle of a chunk, that is nearly all of them, need no state.
        while (i < end - 2 && chunk[i] == '\r' && chunk[i + 1] == '\n' && chunk[i + 2] != '.') {
            i += 2;
            content.endLine(i - run);
            i = TextRun.end(chunk, i, end);
            content.checkText(i - run);
        }
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
            state = State.REPAIRED_LINE_START;
        } else {
            content.fail(Replies.BARE_LINE_END, i - run);
        }
        return i + 1;
    }

    /** The octet at {@code i} is no LF, though a CR stands before it: one that is handed out, or waits to be, or was held back. */
    private int bareCr(byte[] chunk, int i, boolean handedOut, OctetSink sink) {
        if (!repairs) {
            content.fail(Replies.BARE_LINE_END, i - run);
            state = State.IN_LINE;
            return i;
        }
        content.accept(chunk, run, i, sink);
        run = i;
        if (handedOut) {
            content.acceptLineFeed(sink);
        } else {
            content.acceptLineEnd(sink);
        }
        state = State.REPAIRED_LINE_START;
        return i;
    }

    /** How the data ended; empty until it has. */
    public Optional<SmtpInput.DataEnded> end() {
        if (state != State.ENDED) {
            return Optional.empty();
        }
        return Optional.of(content.fault().<SmtpInput.DataEnded>map(SmtpInput.DataRefused::new)
                .orElseGet(() -> new SmtpInput.DataComplete(content.octets())));
    }

    /** Decoded octets handed out so far. */
    public long octets() {
        return content.octets();
    }

    /** Whether a line was longer than RFC 5321 section 4.5.3.1.6 allows, though not refused. */
    public boolean hasOverLongLine() {
        return content.hasOverLongLine();
    }

    /** Whether the message will be refused; nothing more is handed out then. */
    public boolean isFaulty() {
        return content.isFaulty();
    }

    /** Why the message will be refused; empty as long as it is good. */
    public Optional<Reply> fault() {
        return content.fault();
    }

    /** Whether a faulty message went on past its bound: no end is looked for any more, and the connection is to be closed. */
    public boolean isHopeless() {
        return content.isFaulty() && consumed > maxSwallowedOctets && state != State.ENDED;
    }
}
