package org.sterna.protocols.pop3;

import org.sterna.protocols.smtp.OctetSink;

/**
 * Cuts a message for TOP: its header section, the empty line and the first lines of its body. RFC 1939 section 7. One
 * object cuts one message; not safe for use by several threads.
 */
public final class TopLines {
    private final int bodyLines;
    private boolean inBody;
    private boolean lineEmpty = true;
    private int linesLeft;

    /** @param bodyLines 0 or more */
    public TopLines(int bodyLines) {
        this.bodyLines = bodyLines;
    }

    /**
     * Passes on what belongs to the top.
     *
     * @return whether more is wanted
     */
    public boolean feed(byte[] chunk, int offset, int length, OctetSink sink) {
        if (isComplete()) {
            return false;
        }
        int i = offset;
        while (i < offset + length && !isComplete()) {
            take(chunk[i++]);
        }
        if (i > offset) {
            sink.accept(chunk, offset, i - offset);
        }
        return !isComplete();
    }

    private boolean isComplete() {
        return inBody && linesLeft == 0;
    }

    private void take(byte octet) {
        if (octet != '\n') {
            lineEmpty &= octet == '\r';
            return;
        }
        if (inBody) {
            linesLeft--;
        } else if (lineEmpty) {
            inBody = true;
            linesLeft = bodyLines;
        }
        lineEmpty = true;
    }
}
