package org.sterna.protocols.smtp;

import java.nio.charset.StandardCharsets;

/**
 * Makes content ready to be sent behind DATA: adds a dot to each line that starts with one (RFC 5321 section 4.5.2)
 * and ends the whole with CRLF.CRLF. Also POP3's multi-line responses are written so (RFC 1939 section 3). One stuffer
 * writes one message; not safe for use by several threads.
 */
public final class DotStuffer {
    private static final byte[] DOT = {'.'};
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum State { LINE_START, IN_LINE, CR }

    private State state = State.LINE_START;

    /** Writes a chunk; the sink gets parts of it, and single dots between them. */
    public void feed(byte[] chunk, int offset, int length, OctetSink sink) {
        int end = offset + length;
        int run = offset;
        for (int i = offset; i < end;) {
            byte octet = chunk[i];
            if (octet == '\r') {
                state = State.CR;
                i++;
            } else if (octet == '\n' && state == State.CR) {
                state = State.LINE_START;
                i++;
            } else {
                if (octet == '.' && state == State.LINE_START) {
                    emit(chunk, run, i, sink);
                    sink.accept(DOT, 0, 1);
                    run = i;
                }
                state = State.IN_LINE;
                i = TextRun.end(chunk, i + 1, end);
            }
        }
        emit(chunk, run, end, sink);
    }

    /** Writes the end; content whose last line has no CRLF gets one, for the end of data needs it. */
    public void finish(OctetSink sink) {
        if (state != State.LINE_START) {
            sink.accept(LINE_END, 0, LINE_END.length);
        }
        sink.accept(END, 0, END.length);
    }

    private static void emit(byte[] chunk, int from, int to, OctetSink sink) {
        if (to > from) {
            sink.accept(chunk, from, to - from);
        }
    }
}
