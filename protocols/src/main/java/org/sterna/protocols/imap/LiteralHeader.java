package org.sterna.protocols.imap;

import java.util.Optional;

/**
 * The announcement of a literal at the end of a line: {@code {n}} or {@code {n+}}.
 *
 * @param start index of its opening brace
 * @param size octets announced
 */
record LiteralHeader(int start, long size, FramerEvent.Sending sending) {
    private static final int MAX_DIGITS = 18;

    static Optional<LiteralHeader> atEnd(byte[] line, int from, int to) {
        int i = to - 1;
        if (i < from || line[i] != '}') {
            return Optional.empty();
        }
        i--;
        FramerEvent.Sending sending = FramerEvent.Sending.SYNCHRONIZING;
        if (i >= from && line[i] == '+') {
            sending = FramerEvent.Sending.NON_SYNCHRONIZING;
            i--;
        }
        int digitsEnd = i + 1;
        while (i >= from && line[i] >= '0' && line[i] <= '9') {
            i--;
        }
        int digits = digitsEnd - i - 1;
        if (i < from || line[i] != '{' || digits == 0 || digits > MAX_DIGITS) {
            return Optional.empty();
        }
        long size = 0;
        for (int d = i + 1; d < digitsEnd; d++) {
            size = size * 10 + line[d] - '0';
        }
        return Optional.of(new LiteralHeader(i, size, sending));
    }
}
