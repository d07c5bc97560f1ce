package org.sterna.platform.access.pop3;

import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/**
 * Gives the connection at most 256 KiB more before it has sent what it was given: a listing may be larger than the connection's
 * queue, and a client may ask faster than it reads.
 */
final class PortionedOutput {
    /** Octets that are written at once, and above which nothing more is written. */
    static final int PORTION = 128 * 1024;

    private final Consumer<ByteString> connection;
    private ByteString waiting = ByteString.emptyByteString();
    private int undrained;

    PortionedOutput(Consumer<ByteString> connection) {
        this.connection = connection;
    }

    /** The octets are kept, not copied. If {@link #ready()} before, their first portion is written now. */
    void write(byte[] octets) {
        waiting = waiting.concat(ByteString.fromArrayUnsafe(octets));
        flush();
    }

    /** To be called when the connection has sent what it was given. */
    void drained() {
        undrained = 0;
        flush();
    }

    /** Whether nothing waits here, and the client reads. */
    boolean ready() {
        return waiting.isEmpty() && undrained < PORTION;
    }

    private void flush() {
        while (!waiting.isEmpty() && undrained < PORTION) {
            ByteString portion = waiting.take(PORTION);
            waiting = waiting.drop(PORTION);
            undrained += portion.size();
            connection.accept(portion);
        }
    }
}
