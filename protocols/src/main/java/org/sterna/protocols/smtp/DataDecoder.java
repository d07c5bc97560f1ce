package org.sterna.protocols.smtp;

import java.util.Optional;

/**
 * Reads message content behind DATA: takes away the dots added for transparency (RFC 5321 section 4.5.2) and finds
 * the end, CRLF.CRLF and nothing else (RFC 5321 section 4.1.1.4).
 *
 * <p>A fault (a bare CR or LF, NUL, a line or a message over its limit) stops the output but not the reading: the
 * refusal is said only after the end of data, as the client expects. It passes once over the octets and hands out
 * long runs between dots. One decoder reads one message; not safe for use by several threads.
 */
public final class DataDecoder {
    /** RFC 5321 section 4.5.3.1.6: a text line has at most so many octets before its CR LF. */
    public static final int STANDARD_LINE_OCTETS = 998;

    private enum State { LINE_START, IN_LINE, CR, DOT, DOT_CR, ENDED }

    private final long maxMessageOctets;
    private final long maxLineOctets;
    private State state = State.LINE_START;
    private Optional<Reply> fault = Optional.empty();
    private long octets;
    private long lineStart;
    private boolean overLong;

    /**
     * @param maxMessageOctets limit of the decoded content
     * @param maxLineOctets limit of a line without its CR LF; at least {@link #STANDARD_LINE_OCTETS}
     */
    public DataDecoder(long maxMessageOctets, long maxLineOctets) {
        if (maxMessageOctets < 1 || maxLineOctets < STANDARD_LINE_OCTETS) {
            throw new IllegalArgumentException("limits too small: " + maxMessageOctets + ", " + maxLineOctets);
        }
        this.maxMessageOctets = maxMessageOctets;
        this.maxLineOctets = maxLineOctets;
    }

    /**
     * Reads a chunk up to the end of data.
     *
     * @param sink gets the decoded octets, as parts of {@code chunk} wherever possible
     * @return octets consumed; fewer than {@code length} only when the end of data was found among them
     */
    public int feed(byte[] chunk, int offset, int length, OctetSink sink) {
        int end = offset + length;
        int run = offset; // first octet not handed out yet
        int i = offset;
        while (i < end && state != State.ENDED) {
            byte octet = chunk[i];
            switch (state) {
                case LINE_START -> {
                    if (octet == '.') {
                        emit(chunk, run, i, sink);
                        run = ++i; // RFC 5321 section 4.5.2: the first dot of a line is dropped
                        state = State.DOT;
                    } else {
                        state = State.IN_LINE;
                    }
                }
                case DOT -> {
                    state = octet == '\r' ? State.DOT_CR : State.IN_LINE;
                    i += octet == '\r' ? 1 : 0;
                }
                case DOT_CR -> {
                    if (octet == '\n') {
                        i++;
                        run = i; // the CR of the final line is not content
                        state = State.ENDED;
                    } else {
                        fail(Replies.BARE_LINE_END);
                        state = State.IN_LINE;
                    }
                }
                case CR -> {
                    if (octet == '\n') {
                        i++;
                        endLine(i - run);
                        state = State.LINE_START;
                    } else {
                        fail(Replies.BARE_LINE_END);
                        state = State.IN_LINE;
                    }
                }
                case IN_LINE -> {
                    i = endOfText(chunk, i, end);
                    if (i < end) {
                        readControl(chunk[i++]);
                    }
                }
                default -> throw new AssertionError(state);
            }
        }
        // A CR behind a lone dot is content only if no LF follows, and then the message is refused anyway.
        int handedOut = state == State.DOT_CR && run < i ? i - 1 : i;
        emit(chunk, run, state == State.ENDED ? run : handedOut, sink);
        return i - offset;
    }

    /** How the data ended; empty until it has. */
    public Optional<SmtpInput.DataEnded> end() {
        if (state != State.ENDED) {
            return Optional.empty();
        }
        return Optional.of(fault.<SmtpInput.DataEnded>map(SmtpInput.DataRefused::new)
                .orElseGet(() -> new SmtpInput.DataComplete(octets)));
    }

    /** Decoded octets handed out so far. */
    public long octets() {
        return octets;
    }

    /** Whether a line was longer than RFC 5321 section 4.5.3.1.6 allows, though not refused. */
    public boolean hasOverLongLine() {
        return overLong;
    }

    /** Whether the message will be refused; nothing more is handed out then. */
    public boolean isFaulty() {
        return fault.isPresent();
    }

    private static int endOfText(byte[] chunk, int from, int end) {
        int i = from;
        while (i < end) {
            byte octet = chunk[i];
            if (octet <= '\r' && (octet == '\r' || octet == '\n' || octet == 0)) {
                break;
            }
            i++;
        }
        return i;
    }

    private void readControl(byte octet) {
        if (octet == '\r') {
            state = State.CR;
        } else {
            fail(octet == 0 ? Replies.NUL_IN_CONTENT : Replies.BARE_LINE_END);
        }
    }

    /** Counts the line that ends with the run's last two octets. */
    private void endLine(int runLength) {
        long endOctets = octets + runLength;
        long length = endOctets - lineStart - 2;
        lineStart = endOctets;
        overLong |= length > STANDARD_LINE_OCTETS;
        if (length > maxLineOctets) {
            fail(Replies.CONTENT_LINE_TOO_LONG);
        }
    }

    private void emit(byte[] chunk, int from, int to, OctetSink sink) {
        if (to <= from || fault.isPresent()) {
            return;
        }
        if (octets + (to - from) > maxMessageOctets) {
            fail(Replies.TOO_LARGE);
            return;
        }
        octets += to - from;
        sink.accept(chunk, from, to - from);
    }

    /** The first fault is the one that is told. */
    private void fail(Reply reply) {
        if (fault.isEmpty()) {
            fault = Optional.of(reply);
        }
    }
}
